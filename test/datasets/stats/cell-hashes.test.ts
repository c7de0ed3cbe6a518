import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { cellText } from '#datasets/cell-text.ts'
import { cellHashes, HASHING, rowHashes } from '#datasets/stats/cell-hashes.ts'
import { selectFromBatch, type TypedBatch } from '#datasets/typed-batch.ts'
import { ALL_TYPES, generateRows, toBatches } from '../generated-table.ts'

const pairsOf = (hashes: Uint32Array, rows: number) =>
  Array.from({ length: rows }, (_, row) => `${hashes[2 * row]} ${hashes[2 * row + 1]}`)

/** The two zeros are one number. */
const canonicalOf = (batch: TypedBatch, at: number, row: number) => {
  const text = cellText(batch.columns[at], row)
  return text === '-0.0' ? '0.0' : text
}

test('law: cells have equal hashes where they are equal and nowhere else, in every type', () => {
  const batches = toBatches(ALL_TYPES, generateRows(3000, 3), 700)
  ALL_TYPES.columns.forEach(({ name }, at) => {
    const hashOf = new Map<string | null, string>()
    for (const batch of batches) {
      pairsOf(cellHashes(batch, batch.columns[at]), batch.rowCount).forEach((hash, row) => {
        const value = canonicalOf(batch, at, row)
        assert.equal(hashOf.get(value) ?? hash, hash, `${name} ${value}`)
        hashOf.set(value, hash)
      })
    }
    assert.equal(new Set(hashOf.values()).size, hashOf.size, name)
  })
})

test('law: rows have equal hashes where all their cells are equal, and which cell is where counts', () => {
  const at = ALL_TYPES.columns.map((_, i) => i)
  const [batch] = toBatches(ALL_TYPES, [...generateRows(500, 4), ...generateRows(500, 4)], 1000)
  const hashes = pairsOf(rowHashes(batch, at), 1000)
  assert.deepEqual(hashes.slice(500), hashes.slice(0, 500))
  const rows = hashes.map((_, row) => JSON.stringify(at.map((i) => canonicalOf(batch, i, row))))
  assert.equal(new Set(hashes).size, new Set(rows).size)
  const swapped = pairsOf(rowHashes(batch, at.toReversed()), 1000)
  assert.ok(swapped.every((hash, row) => hash !== hashes[row]))
})

test('what is known of a batch is known of its columns, and not of a batch that comes after it', () => {
  const [first, second, third] = toBatches(ALL_TYPES, generateRows(90, 5), 30)
  const hashesOf = (batch: TypedBatch) => cellHashes(batch, batch.columns[0])
  const known = hashesOf(first)
  assert.equal(hashesOf(selectFromBatch(first, [0, 1])), known)
  assert.notDeepEqual(
    pairsOf(hashesOf(selectFromBatch(first, [0], Uint32Array.of(3, 2))), 2),
    pairsOf(known, 2),
  )
  const before = pairsOf(known, 30)
  assert.notDeepEqual(pairsOf(hashesOf(second), 30), before)
  assert.notDeepEqual(pairsOf(hashesOf(third), 30), before)
  assert.deepEqual(pairsOf(hashesOf(first), 30), before, 'asked again')
})

test('golden: hashes stay what they are, since row indexes hold them; where they must change, HASHING is raised', () => {
  assert.equal(HASHING, 2)
  const [batch] = toBatches(ALL_TYPES, generateRows(50, 6), 50)
  const digest = createHash('sha256')
  for (const column of batch.columns) digest.update(cellHashes(batch, column))
  digest.update(rowHashes(batch, [0, 1, 2]))
  assert.equal(digest.digest('hex'), '4429aa5f0bef5324f459e135c36bf6adb480585e23e0d2de3039abbb165a1f5d')
})
