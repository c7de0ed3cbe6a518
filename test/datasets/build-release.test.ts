import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type BuildReleaseInput, buildRelease } from '#datasets/build-release.ts'
import { inferSchema } from '#datasets/infer-schema.ts'
import { createTruthFolder } from '#datasets/labels.ts'
import { parseSchemaText } from '#datasets/schema.ts'
import { build, codes, csv, HEADER, RECORDS, rejected, rows } from './build-from-text.ts'
import { readCsvWithPython, readParquet } from './read-back.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

test('classification with given train and test: files, truth, checksums, both formats equal', async () => {
  const built = await build(temp, 'classification', {
    train: csv(HEADER, rows(300, 1, 'a')),
    test: csv(HEADER, rows(100, 2, 'b')),
  })
  assert.deepEqual(readdirSync(built.folder).sort(), [
    ...['README.md', 'SHA256SUMS', 'croissant.json', 'datapackage.json'],
    ...['sample_submission.csv', 'sample_submission.parquet', 'schema.json'],
    ...['test.csv', 'test.parquet', 'train.csv', 'train.parquet'],
  ])
  execFileSync('sha256sum', ['-c', '--strict', '--quiet', 'SHA256SUMS'], { cwd: built.folder })
  for (const file of built.files) {
    const bytes = readFileSync(join(built.folder, file.path))
    assert.equal(file.sizeBytes, bytes.length)
    assert.equal(file.sha256, createHash('sha256').update(bytes).digest('hex'))
  }
  const schema = parseSchemaText(readFileSync(join(built.folder, 'schema.json'), 'utf8'))
  assert.deepEqual(schema, built.schema)
  const [train, testTable] = schema.tables
  assert.deepEqual([train.rows, testTable.rows], [300, 100])
  assert.ok(!testTable.columns.some((c) => c.role === 'label'))
  for (const table of [train, testTable]) {
    const [, ...fromCsv] = readCsvWithPython(join(built.folder, `${table.name}.csv`))
    const fromParquet = await readParquet(join(built.folder, `${table.name}.parquet`), table)
    assert.equal(fromCsv.length, table.rows)
    fromParquet.forEach((row, i) => {
      row.forEach((value, j) => {
        if (table.columns[j].type === 'float64') assert.equal(Number(fromCsv[i][j]), value)
        else assert.equal(fromCsv[i][j], value)
      })
    })
  }
  assert.deepEqual(codes(built), [])
})

test('the truth holds exactly the labels of the test rows, and the release none of them', async () => {
  const lines = rows(100, 3, 'b')
  const built = await build(temp, 'classification', {
    train: csv(HEADER, rows(200, 4, 'a')),
    test: csv(HEADER, lines),
  })
  const [header, ...truth] = readCsvWithPython(join(built.truthFolder, 'label.csv'))
  assert.deepEqual(header, ['id', 'label', 'split'])
  assert.deepEqual(
    truth.map(([id, label]) => `${id},${label}`),
    lines.map((line) => `${line.split(',')[0]},${line.split(',').at(-1)}`),
  )
  const publicRows = truth.filter((row) => row[2] === 'public').length
  assert.equal(publicRows, 30)
  assert.deepEqual(
    { ...built.truth[0], sha256: '', sizeBytes: 0, classes: built.truth[0].classes.toSorted() },
    {
      ...{ path: 'label.csv', rows: 100, sha256: '', sizeBytes: 0, definition: 'label', column: 'label' },
      ...{ classes: ['cat', 'dog', 'owl'], trainRows: 200, publicRows: 30, privateRows: 70 },
    },
  )
  const [sampleHeader, ...sample] = readCsvWithPython(join(built.folder, 'sample_submission.csv'))
  assert.deepEqual(sampleHeader, ['id', 'prediction'])
  assert.deepEqual(
    sample.map((row) => row[0]),
    truth.map((row) => row[0]),
  )
})

test('one table: the platform splits it, stratified, by seed; parts are disjoint and complete', async () => {
  const lines = rows(400, 5, 'x')
  const make = (seed: number) =>
    build(
      temp,
      'classification',
      { data: csv(HEADER, lines) },
      { split: { testFraction: 0.25, publicFraction: 0.4, seed } },
    )
  const [one, again, other] = [await make(7), await make(7), await make(8)]
  assert.equal(one.rowHash, again.rowHash)
  assert.notEqual(one.rowHash, other.rowHash)
  const ids = (name: string) =>
    readCsvWithPython(join(one.folder, `${name}.csv`))
      .slice(1)
      .map((row) => row[0])
  assert.equal(ids('test').length, 100)
  assert.deepEqual([...ids('train'), ...ids('test')].sort(), lines.map((l) => l.split(',')[0]).sort())
  const truth = readCsvWithPython(join(one.truthFolder, 'label.csv')).slice(1)
  assert.equal(truth.filter((r) => r[2] === 'public').length, 40)
  for (const label of ['cat', 'dog', 'owl']) {
    const all = lines.filter((l) => l.endsWith(label)).length
    const inTest = truth.filter((r) => r[1] === label).length
    assert.ok(Math.abs(inTest - all / 4) <= 1, `${label}: ${inTest} of ${all}`)
  }
})

test('the same input twice gives the same bytes, file for file', async () => {
  const tables = { data: csv(HEADER, rows(150, 6, 'x')) }
  const [one, two] = [
    await build(temp, 'classification', tables),
    await build(temp, 'classification', tables),
  ]
  assert.deepEqual(one.files, two.files)
  assert.deepEqual(one.truth, two.truth)
})

test('law: a release made from the Parquet files of a release is that release', async () => {
  const tables = { train: csv(HEADER, rows(120, 1, 'a')), test: csv(HEADER, rows(50, 2, 'b')) }
  const first = await build(temp, 'classification', tables)
  const { schema } = first
  const given = ['train', 'test'].map((name) => ({ name, path: join(first.folder, `${name}.parquet`) }))
  // the withheld labels come back from the truth as one more column
  const truth = readCsvWithPython(join(first.truthFolder, 'label.csv')).slice(1)
  const released = readCsvWithPython(join(first.folder, 'test.csv')).slice(1)
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = released.map((row, i) => [...row.map(cell), truth[i][1], truth[i][2]].join(','))
  given[1].path = temp.write('test.csv', csv(`${HEADER},split`, lines))
  const proposed = await inferSchema({ kind: 'classification', tables: given })
  assert.deepEqual(
    proposed.tables[0].columns.map(({ reason: _, ...c }) => c),
    schema.tables[0].columns,
  )
  const folder = temp.fresh('again')
  const again = await buildRelease({
    ...{ kind: 'classification' as const, tables: given, schema: proposed, outFolder: folder },
    truth: createTruthFolder(temp.fresh('truth')),
  })
  assert.equal(again.rowHash, first.rowHash)
  assert.deepEqual(again.files, first.files)
  assert.deepEqual(again.truth, first.truth)
})

test('several label columns are several definitions; a given split is kept and not released', async () => {
  const header = 'id,words,label,label_fine,split'
  const line = (i: number, split: string) => `${i},words of row ${i},${i % 2 ? 'x' : 'y'},f${i % 4},${split}`
  const numbers = [...Array(40).keys()]
  const built = await build(temp, 'classification', {
    train: csv(
      'id,words,label,label_fine',
      numbers.map((i) => line(100 + i, '').slice(0, -1)),
    ),
    test: csv(
      header,
      numbers.map((i) => line(i, i < 10 ? 'public' : 'private')),
    ),
  })
  assert.deepEqual(
    built.truth.map((t) => [t.definition, t.path, t.publicRows, t.privateRows]),
    [
      ['label', 'label.csv', 10, 30],
      ['fine', 'fine.csv', 10, 30],
    ],
  )
  assert.deepEqual(
    built.schema.tables[1].columns.map((c) => c.name),
    ['id', 'words'],
  )
  const paths = built.files.map((f) => f.path)
  assert.ok(paths.includes('sample_submission_label.csv') && paths.includes('sample_submission_fine.parquet'))
})

test('matching with two definitions over shared records', async () => {
  const pair = (i: number) => `r${i},r${59 - i},${i % 2},${i % 3 === 0 ? 1 : 0}`
  const header = 'id_left,id_right,label_exact,label_variant'
  const built = await build(temp, 'matching', {
    records: RECORDS,
    train_pairs: csv(header, [...Array(20).keys()].map(pair)),
    test_pairs: csv(
      header,
      [...Array(10).keys()].map((i) => pair(i + 20)),
    ),
  })
  assert.deepEqual(
    built.schema.tables.map((t) => [t.name, t.rows]),
    [
      ['records', 60],
      ['train_pairs', 20],
      ['test_pairs', 10],
    ],
  )
  const truth = readCsvWithPython(join(built.truthFolder, 'variant.csv'))
  assert.deepEqual(truth[0], ['id_left', 'id_right', 'label', 'split'])
  assert.deepEqual(truth[1].slice(0, 3), ['r20', 'r39', '0'])
  assert.deepEqual(readCsvWithPython(join(built.folder, 'test_pairs.csv'))[0], ['id_left', 'id_right'])
  assert.deepEqual(readCsvWithPython(join(built.folder, 'sample_submission.csv'))[1], ['r20', 'r39', '0.0'])
  assert.deepEqual(codes(built), [])
})

test('pairs that the platform splits: no record is on both sides', async () => {
  // five records in a ring, twelve rings
  const ring = (i: number) => `r${i},r${i % 5 === 4 ? i - 4 : i + 1},${i % 2}`
  const pairs = csv('id_left,id_right,label', [...Array(60).keys()].map(ring))
  const built = await build(
    temp,
    'matching',
    { records: RECORDS, pairs },
    { split: { testFraction: 0.5, seed: 3 } },
  )
  const ends = (name: string) =>
    new Set(
      readCsvWithPython(join(built.folder, `${name}.csv`))
        .slice(1)
        .flatMap((row) => row.slice(0, 2)),
    )
  const [train, testEnds] = [ends('train_pairs'), ends('test_pairs')]
  assert.equal(testEnds.size, 30)
  assert.equal([...train].filter((id) => testEnds.has(id)).length, 0)
})

test('what cannot be released is rejected with the reason', async () => {
  const train = csv(HEADER, rows(20, 1, 'a'))
  const noLabel = csv('id,words,size,kind', ['b1,some words,1.5,a'])
  const cases: [BuildReleaseInput['kind'], Record<string, string>, RegExp][] = [
    ['classification', { train, test: noLabel }, /'test' needs a column with the role label/],
    ['classification', { train, extra: train }, /Give 'train' and 'test'/],
    [
      'classification',
      { train: 'label\nx\ny\n', test: 'label\nx\ny\n' },
      /exactly one column with the role id/,
    ],
    [
      'matching',
      { train_pairs: 'id_left,id_right,label\na,b,1\n', test_pairs: 'id_left,id_right,label\na,b,1\n' },
      /records/,
    ],
    ['matching', { records: RECORDS, pairs: 'left,right,label\na,b,1\n' }, /needs a column 'id_left'/],
  ]
  for (const [kind, tables, message] of cases) {
    const error = await rejected(build(temp, kind, tables))
    assert.equal(error.code, 'file_rejected')
    assert.match(error.message, message)
  }
})

test('cells that do not fit the confirmed schema are rejected with line and column', async () => {
  const good = csv(HEADER, rows(20, 1, 'a'))
  const schema = await inferSchema({
    kind: 'classification',
    tables: [{ name: 'data', path: temp.write('d.csv', good) }],
  })
  const lines = rows(20, 1, 'a')
  lines[3] = 'a3,words,large,a,cat'
  lines[6] = 'a6,words,1.5,a,'
  lines[7] = 'a7,"line\nbreak",1.5,a,bird'
  const error = await rejected(build(temp, 'classification', { data: csv(HEADER, lines) }, { schema }))
  assert.deepEqual(
    error.problems.map((p) => [p.line, p.column, p.code]),
    [
      [5, 'size', 'wrong_type'],
      [8, 'label', 'null_not_allowed'],
      [9, 'label', 'unknown_category'],
    ],
  )
})

test('a failed build leaves no open file', async () => {
  const before = readdirSync('/proc/self/fd').length
  const broken = csv('id,words,label', ['1,a b c,x', '2,d e f,'])
  for (let i = 0; i < 5; i++) {
    await rejected(
      build(temp, 'classification', { train: csv('id,words,label', ['3,a b c,x']), test: broken }),
    )
  }
  assert.ok(readdirSync('/proc/self/fd').length <= before + 1)
})
