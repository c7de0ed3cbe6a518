import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bestThreshold, f1At, jaccard, textTokens } from '#datasets/checks/text-similarity.ts'
import { build, csv } from '../build-from-text.ts'
import { seeded } from '../generated-table.ts'
import { tempFolder } from '../temp-folder.ts'

const temp = tempFolder()

/**
 * Two records of each of many things, and pairs of them: matches of one thing, non-matches of two. `noise` is the
 * share of words of the second record that are other words.
 */
function matching(things: number, noise: number, seed: number): Record<string, string> {
  const random = seeded(seed)
  const word = () => `word${Math.floor(random() * 60)}`
  const records: string[] = []
  const pairs: string[] = []
  for (let i = 0; i < things; i++) {
    const words = Array.from({ length: 6 }, word)
    const other = words.map((own) => (random() < noise ? word() : own))
    const kind = () => `k${Math.floor(random() * 3)}`
    records.push(`a${i},"${words.join(' ')}",${kind()}`, `b${i},"${other.join(' ')}",${kind()}`)
    pairs.push(`a${i},b${i},1`, `a${i},b${(i + 1) % things},0`)
  }
  const half = Math.floor(pairs.length / 4) * 2
  const header = 'id_left,id_right,label'
  return {
    records: csv('id,title,kind', records),
    train_pairs: csv(header, pairs.slice(0, half)),
    test_pairs: csv(header, pairs.slice(half)),
  }
}

test('titles that are nearly equal make it too easy, titles that share nothing do not', async () => {
  const easy = await build(temp, 'matching', matching(200, 0.1, 1))
  const found = easy.checks.find((check) => check.code === 'too_easy')
  assert.match(found?.message ?? '', /'title' by .* reaches F1 (0\.9[5-9]|1\.0)/)
  const hard = await build(temp, 'matching', matching(200, 0.95, 2))
  assert.ok(!hard.checks.some((check) => check.code === 'too_easy'))
  const told = hard.checks.find((check) => check.code === 'string_baseline')
  assert.match(told?.message ?? '', /F1 0\.[4-7]/)
  assert.ok(hard.checks.some((check) => check.code === 'corner_cases' && check.severity === 'info'))
})

test('a table of pairs that the platform splits is measured on its test part, and by unseen records', async () => {
  const { records, train_pairs, test_pairs } = matching(200, 0.1, 3)
  const pairs = train_pairs + test_pairs.slice(test_pairs.indexOf('\n') + 1)
  const apart = pairs
    .split('\n')
    .filter((line) => !line.endsWith(',0'))
    .join('\n')
  const others = csv(
    'id_left,id_right,label',
    Array.from({ length: 99 }, (_, i) => `a${2 * i},a${2 * i + 1},0`),
  )
  const whole = `${apart.trimEnd()}\n${others.slice(others.indexOf('\n') + 1)}`
  const built = await build(temp, 'matching', { records, pairs: whole })
  assert.ok(built.checks.some((check) => check.code === 'too_easy'))
  const seen = built.checks.find((check) => check.code === 'seen_entities')
  assert.match(seen?.message ?? '', /^Of the test pairs, (\d+) of \1 \(100 %\)/)
})

test('seen and unseen records are counted apart for left and right tables', async () => {
  const header = 'id_left,id_right,label'
  const table = (prefix: string) =>
    csv(
      'id,title',
      Array.from({ length: 9 }, (_, i) => `${prefix}${i},t${i} of x`),
    )
  const built = await build(temp, 'matching', {
    left: table('r'),
    right: table('r'),
    train_pairs: csv(header, ['r1,r2,0', 'r3,r4,1']),
    test_pairs: csv(
      header,
      ['r1,r4,0', 'r2,r1,1', 'r1,r9,0'].map((line) => line.replace('r9', 'r8')),
    ),
  })
  const seen = built.checks.find((check) => check.code === 'seen_entities')
  assert.match(seen?.message ?? '', /1 of 3 \(33 %\) are of two records that no .* 1 of 3 .* 1 of 3/)
})

test('law: the best threshold has the highest F1 of all thresholds, and similarity is symmetric within 0 and 1', () => {
  const random = seeded(9)
  for (let run = 0; run < 50; run++) {
    const pairs = Array.from({ length: 30 }, () => ({
      similarity: Math.floor(random() * 8) / 8,
      match: random() < 0.4,
    }))
    const { threshold, f1 } = bestThreshold(pairs)
    for (let at = 0; at <= 8; at++) assert.ok(f1At(pairs, at / 8) <= f1 + 1e-12)
    assert.ok(Math.abs(f1At(pairs, threshold) - f1) < 1e-12)
    const text = () => Array.from({ length: 5 }, () => `v${Math.floor(random() * 9)}`).join(' ')
    const [a, b] = [textTokens(text()), textTokens(text())]
    for (const measure of ['words', 'trigrams'] as const) {
      assert.equal(jaccard(a[measure], b[measure]), jaccard(b[measure], a[measure]))
      assert.equal(jaccard(a[measure], a[measure]), 1)
    }
  }
})
