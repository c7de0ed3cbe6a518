import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCsv, printCsv, type Row } from '#datasets/samples/csv-rows.ts'

test('prints quotes only where needed', () => {
  const rows = [
    { id: '007', text: 'a, b' },
    { id: 'x', text: 'say "hi"\nthen go' },
    { id: '', text: '' },
  ]
  assert.equal(
    printCsv({ columns: ['id', 'text'], rows }),
    'id,text\n007,"a, b"\nx,"say ""hi""\nthen go"\n,\n',
  )
})

test('what is printed is read back, for all short cells over the awkward characters', () => {
  const alphabet = ['', 'a', '"', ',', '\n', '\r', 'é', ' ']
  const cells = alphabet.flatMap((x) => alphabet.flatMap((y) => alphabet.map((z) => x + y + z)))
  const rows: Row[] = cells.map((cell, i) => ({ first: cell, 'second, quoted': cells[cells.length - 1 - i] }))
  const table = { columns: ['first', 'second, quoted'], rows }
  assert.deepEqual(parseCsv(printCsv(table)), table)
})

test('an empty table keeps its header', () => {
  assert.deepEqual(parseCsv('a,b\n'), { columns: ['a', 'b'], rows: [] })
})
