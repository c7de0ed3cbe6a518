import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ABSENT } from '#scoring/align/ordinals.ts'
import { SeenRows } from '#scoring/align/seen-rows.ts'
import { SeededRandom } from '#test/helpers/seeded-random.ts'

test('rows are seen once, on the line that spoke of them first', () => {
  const random = new SeededRandom(5)
  for (const expected of [0, 300]) {
    const rows = new SeenRows(300, expected)
    const first = new Map<number, number>()
    const repeated: number[] = []
    const absent: number[] = []
    const wanted: { repeated: number[]; absent: number[] } = { repeated: [], absent: [] }
    for (let firstRow = 0; firstRow < 600; firstRow += 40) {
      const lineOf = (row: number) => 2 * (firstRow + row) + 2
      const ordinals = Uint32Array.from({ length: 40 }, () =>
        random.below(9) === 0 ? ABSENT : random.below(300),
      )
      rows.note(
        { firstRow, rowCount: 40, lineOf, columns: [] },
        ordinals,
        (row) => repeated.push(lineOf(row)),
        (row) => absent.push(lineOf(row)),
      )
      ordinals.forEach((ordinal, row) => {
        if (ordinal === ABSENT) wanted.absent.push(lineOf(row))
        else if (first.has(ordinal)) wanted.repeated.push(lineOf(row))
        else first.set(ordinal, lineOf(row))
      })
    }
    assert.deepEqual({ repeated, absent }, wanted)
    assert.equal(rows.count, first.size)
    assert.deepEqual([...rows.ordinals], [...first.keys()])
    for (let ordinal = 0; ordinal < 300; ordinal++) {
      assert.equal(rows.has(ordinal), first.has(ordinal))
      if (first.has(ordinal)) assert.equal(rows.lineOf(ordinal), first.get(ordinal))
    }
  }
})
