import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { OPEN_SPLIT_SECRET, RowDraws } from '#datasets/row-draws.ts'

const secretOf = (text: string) => createHash('sha256').update(text).digest()

function lots(seed: number, secret?: Uint8Array, count = 4000): number[] {
  const draws = new RowDraws(seed, secret)
  return Array.from({ length: count }, (_, i) => {
    const key = Buffer.from(`row ${i}`)
    return draws.of(key, 0, key.length)
  })
}

/** How many rows are among the lowest three tenths of both. */
const inBoth = (a: number[], b: number[]) =>
  a.filter((lot, i) => lot < 0.3 * 2 ** 32 && b[i] < 0.3 * 2 ** 32).length

test('a secret and a seed give one lot to each id; without a secret it is the open one', () => {
  const secret = secretOf('a')
  assert.deepEqual(lots(1, secret), lots(1, Buffer.from(secret)))
  assert.deepEqual(lots(1), lots(1, OPEN_SPLIT_SECRET))
})

test('law: who knows ids, seed and this program, but not the secret, guesses parts no better than by chance', () => {
  const drawn = lots(1, secretOf('kept'))
  const guesses = [lots(1), lots(0), lots(2), lots(2, secretOf('kept')), lots(1, secretOf('other'))]
  // 4000 draws at 0.09: standard deviation 18
  for (const guess of guesses)
    assert.ok(Math.abs(inBoth(drawn, guess) - 360) < 90, String(inBoth(drawn, guess)))
  assert.ok(Math.abs(inBoth(drawn, drawn) - 1200) < 145)
})

test('a pair’s lot tells its ends apart, and does not follow from those of other pairs of the same records', () => {
  const draws = new RowDraws(1, secretOf('pairs'))
  const [a, b, c, d] = lots(1, secretOf('pairs'), 4)
  assert.equal(draws.ofPair(a, c), draws.ofPair(a, c))
  assert.notEqual(draws.ofPair(a, c), draws.ofPair(c, a))
  const [ac, ad, bc, bd] = [draws.ofPair(a, c), draws.ofPair(a, d), draws.ofPair(b, c), draws.ofPair(b, d)]
  assert.notEqual(ac ^ ad, bc ^ bd)
})
