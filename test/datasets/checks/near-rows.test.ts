import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RowSketch, tokenOverlap } from '#datasets/checks/row-sketch.ts'
import type { TableSchema } from '#datasets/schema.ts'
import { type Built, build, csv } from '../build-from-text.ts'
import { type Row, seeded, toBatches } from '../generated-table.ts'
import { tempFolder } from '../temp-folder.ts'

const temp = tempFolder()
const CODE = 'near_identical_rows_across_splits'
const HEADER = 'id,words,size,label'
const WORDS = Array.from({ length: 400 }, (_, i) => `w${(i * 7919) % 4001}x`)

/** Rows of twelve random words and a number. */
function texts(count: number, seed: number): { words: string[]; size: number; label: string }[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => ({
    words: Array.from({ length: 12 }, () => WORDS[Math.floor(random() * WORDS.length)]),
    size: random() * 1000,
    label: random() < 0.5 ? 'x' : 'y',
  }))
}

const line = (
  id: string,
  row: { words: string[]; size: number; label: string },
  words = row.words.join(' '),
) => `${id},"${words}",${row.size.toFixed(6)},${row.label}`

const near = (built: Built) => built.checks.find((check) => check.code === CODE)

async function release(
  change: (row: ReturnType<typeof texts>[number], i: number) => string | undefined,
): Promise<Built> {
  const train = texts(300, 1)
  const other = texts(100, 2)
  const tests = other.map((row, i) => change(train[i], i) ?? line(`b${i}`, row))
  const tables = {
    train: csv(
      HEADER,
      train.map((row, i) => line(`a${i}`, row)),
    ),
    test: csv(HEADER, tests),
  }
  return build(temp, 'classification', tables)
}

test('copies in other capitals, spaces, punctuation and rounding are found, with both ids', async () => {
  const built = await release((row, i) => {
    if (i >= 20) return undefined
    const words = row.words.join(i % 2 ? ',  ' : ' ; ').toUpperCase()
    return line(`b${i}`, { ...row, size: Number(row.size.toPrecision(4)) }, words)
  })
  const found = near(built)
  assert.equal(found?.severity, 'warning')
  assert.match(found?.message ?? '', /^20 of 100 \(20 %\).* 20 of 20 \(100 %\) have the same label/)
  assert.equal(found?.examples?.length, 5)
  assert.equal(found?.examples?.[3], 'b3 ~ a3')
})

test('copies with one word more are found, copies with three other words are not', async () => {
  const one = await release((row, i) =>
    i < 20 ? line(`b${i}`, row, `${row.words.join(' ')} new`) : undefined,
  )
  assert.match(near(one)?.message ?? '', /^20 of 100/)
  const three = await release((row, i) =>
    i < 20 ? line(`b${i}`, row, `${row.words.slice(3).join(' ')} q r s`) : undefined,
  )
  assert.equal(near(three), undefined)
})

test('exact copies are for the other check, and copies with another label are no alarm', async () => {
  const exact = await release((row, i) => (i < 20 ? line(`b${i}`, row) : undefined))
  assert.equal(near(exact), undefined)
  assert.ok(exact.checks.some((check) => check.code === 'identical_rows_across_splits'))
  const other = await release((row, i) => {
    const label = row.label === 'x' ? 'y' : 'x'
    return i < 20 ? line(`b${i}`, { ...row, label }, row.words.join('  ')) : undefined
  })
  assert.equal(near(other)?.severity, 'info')
})

test('law: random rows are never near, also where columns are coarse', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = seeded(seed)
    const rows = (prefix: string) =>
      Array.from({ length: 400 }, (_, i) => {
        const cells = [
          Math.floor(random() * 4),
          `k${Math.floor(random() * 3)}`,
          (random() * 9).toFixed(seed % 5),
        ]
        return `${prefix}${i},${cells.join(',')},${random() < 0.5 ? 'x' : 'y'}`
      })
    const header = 'id,step,kind,level,label'
    const built = await build(temp, 'classification', {
      train: csv(header, rows('a')),
      test: csv(header, rows('b')),
    })
    assert.equal(near(built), undefined, near(built)?.message)
  }
})

test('law: the overlap of sketches is the Jaccard of the sets, exact for small ones and near for large ones', () => {
  const table: TableSchema = {
    name: 'train',
    columns: [{ name: 'words', type: 'string', modality: 'text', role: 'feature', nullable: false }],
  }
  const random = seeded(5)
  for (const size of [4, 20, 60, 600]) {
    const pool = Array.from({ length: 2 * size }, (_, i) => `t${i}`)
    const sets = [0, 1].map(() => new Set(pool.filter(() => random() < 0.4)))
    const rows = sets.map((set): Row => [[...set].join(' ')])
    const [batch] = toBatches(table, rows, 2)
    const sketch = new RowSketch(table, ['words'])
    const [a, b] = [0, 1].map((row) => {
      sketch.observe(batch, row)
      return sketch.tokens().slice()
    })
    const common = [...sets[0]].filter((word) => sets[1].has(word)).length
    const all = sets[0].size + sets[1].size - common
    if (all <= 64) assert.equal(tokenOverlap(a, b), common / all)
    else assert.ok(Math.abs(tokenOverlap(a, b) - common / all) < 0.2)
    assert.equal(tokenOverlap(a, a), sets[0].size > 0 ? 1 : 0)
  }
})
