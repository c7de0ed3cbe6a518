import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TableBatch } from '#core/table.ts'
import { textBatchOf } from '#scoring/align/class-codes.ts'
import { MACHINE_FROM } from '#scoring/align/key-machine.ts'
import { KeyTable } from '#scoring/align/key-table.ts'
import { ABSENT } from '#scoring/align/ordinals.ts'
import { RepeatMachine } from '#scoring/align/repeat-machine.ts'
import { RepeatedKeys } from '#scoring/align/repeated-keys.ts'
import { Alignment } from '#scoring/align.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

const random = new SeededRandom(8)
/** Fewer rows than it takes for machine code, and more. */
const SIZES = [1, 700, MACHINE_FROM - 1, MACHINE_FROM, 40_000]

function batches(texts: readonly string[], rows: number): TableBatch[] {
  return Array.from({ length: Math.ceil(texts.length / rows) }, (_, i) => {
    const part = texts.slice(i * rows, (i + 1) * rows)
    return {
      firstRow: i * rows,
      rowCount: part.length,
      lineOf: (row) => i * rows + row + 2,
      columns: [textBatchOf(part)],
    }
  })
}

/** What an alignment finds repeated, as `line first-line`. */
async function repeated(keys: readonly string[], texts: readonly string[], rows: number): Promise<string[]> {
  const truth = new KeyTable()
  truth.intern(textBatchOf(keys), keys.length, new Uint32Array(keys.length))
  const alignment = new Alignment(truth, { names: ['id'], positions: [0] }, { coverage: 'any' })
  for (const batch of batches(texts, rows)) alignment.add(batch)
  async function* again() {
    yield* batches(texts, rows)
  }
  const { problems, problemCount } = await alignment.finish(again)
  assert.ok(problems.length === Math.min(20, problemCount))
  return problems.map(({ line, message }) => `${line} ${/line (\d+)/.exec(message)?.[1]}`)
}

/** The same by a Map. */
function expected(texts: readonly string[]): string[] {
  const first = new Map<string, number>()
  return texts.flatMap((text, i) => {
    const known = first.get(text)
    if (known === undefined) first.set(text, i + 2)
    return known === undefined ? [] : [`${i + 2} ${known}`]
  })
}

describe('repeated keys', () => {
  for (const size of SIZES) {
    it(`are found among ${size} rows, in the truth and out of it`, async () => {
      const all = Array.from({ length: size }, (_, i) => `left${i % 211}|right${i}`)
      const truths = [['no row'], all.filter((_, i) => i % 3 === 0), all]
      for (const keys of truths) assert.deepEqual(await repeated(keys, all, 1500), [])
      for (let times = 0; times < 3; times++) {
        const texts = all.with(random.below(size), all[random.below(size)]).concat(all[size - 1])
        for (const keys of truths) {
          const found = await repeated(keys, texts, 1500)
          assert.deepEqual(found.toSorted(), expected(texts).toSorted())
        }
      }
    })
  }

  it('are suspected only of rows that are not in the truth', () => {
    const table = new KeyTable()
    const hashes = BigUint64Array.from({ length: 20_000 }, (_, i) => (BigInt(i) * 0x9e3779b97f4a7c15n) | 1n)
    const absent = new Uint32Array(hashes.length).fill(ABSENT)
    const suspects = (values: BigUint64Array, ordinals: Uint32Array, rows: number) => {
      const keys = new RepeatedKeys(table)
      for (let i = 0; i < values.length; i += rows) {
        const part = values.subarray(i, i + rows)
        keys.note(part, ordinals.subarray(i, i + rows), part.length)
      }
      return keys.findSuspects()
    }
    const twice = hashes.with(19_999, hashes[3])
    for (const rows of [100, 5000, 20_000]) {
      assert.equal(suspects(hashes, absent, rows), false)
      assert.equal(suspects(twice, absent, rows), true)
      assert.equal(suspects(twice, absent.with(3, 0), rows), false)
    }
  })

  it('are found where machine code runs out of memory, while it takes rows and when it compares them', () => {
    const table = new KeyTable()
    // four mebibytes: half a million hashes or less, and no table beside them
    for (const size of [300_000, 480_000, 700_000]) {
      const hashes = BigUint64Array.from({ length: size }, (_, i) => (BigInt(i) * 0x9e3779b97f4a7c15n) | 1n)
      const absent = new Uint32Array(size).fill(ABSENT)
      for (const values of [hashes, hashes.with(size - 1, hashes[5])]) {
        const keys = new RepeatedKeys(table, () => RepeatMachine.make(64))
        for (let i = 0; i < size; i += 5000)
          keys.note(values.subarray(i, i + 5000), absent, Math.min(5000, size - i))
        assert.equal(keys.findSuspects(), values !== hashes)
      }
    }
  })

  it('are counted by machine code as by a Map, in parts of all sizes', () => {
    const machine = RepeatMachine.make()
    assert.ok(machine)
    for (const parts of [1n, 3n, 64n]) {
      // the leading bits choose the part; the first round needs many chunks of one, more memory than there is at first
      const count = parts === 1n ? 600_000 : 30_000
      const different = Math.floor(count * 0.9)
      const hashes = BigUint64Array.from({ length: count }, (_, i) => {
        const number = BigInt(i < different ? i : random.below(different))
        return ((number % parts) << 58n) | ((number * 0x2545f4914f6cdd1dn) & 0x3ff_ffff_ffff_ffffn) | 1n
      })
      assert.equal(machine.note(hashes, new Uint32Array(count).fill(ABSENT), count), count)
      assert.deepEqual(machine.all().sort(), hashes.toSorted())
      const seen = new Set<bigint>()
      const again = hashes.filter((hash) => seen.size === seen.add(hash).size)
      assert.deepEqual(machine.repeated()?.sort(), again.sort())
    }
    assert.equal(machine.repeated()?.length, 0)
  })
})
