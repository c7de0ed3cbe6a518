import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { type BuildReleaseInput, type BuiltRelease, buildRelease } from '#datasets/build-release.ts'
import { inferSchema } from '#datasets/infer-schema.ts'
import { createTruthFolder } from '#datasets/labels.ts'
import { parseSchemaText } from '#datasets/schema.ts'
import { seeded } from './generated-table.ts'
import { readCsvWithPython, readParquet } from './read-back.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex')

interface Built extends BuiltRelease {
  folder: string
  truthFolder: string
}

async function build(
  kind: BuildReleaseInput['kind'],
  tables: Record<string, string>,
  more: Partial<BuildReleaseInput> = {},
): Promise<Built> {
  const inputs = Object.entries(tables).map(([name, text]) => ({
    name,
    path: temp.write(`${name}.csv`, text),
  }))
  const folder = temp.fresh('release')
  const truthFolder = temp.fresh('truth')
  const schema = more.schema ?? (await inferSchema({ kind, tables: inputs }))
  const truth = createTruthFolder(truthFolder)
  const built = await buildRelease({ kind, tables: inputs, schema, outFolder: folder, truth, ...more })
  return { ...built, folder, truthFolder }
}

const codes = (built: BuiltRelease) => built.checks.filter((c) => c.severity !== 'info').map((c) => c.code)

async function rejected(promise: Promise<unknown>): Promise<GrandstandError> {
  const error = await promise.then(
    () => assert.fail('should have been rejected'),
    (e: unknown) => e,
  )
  assert.ok(error instanceof GrandstandError, String(error))
  return error
}

/** Rows of a small classification dataset: id, text, number, category, label. */
function rows(count: number, seed: number, prefix: string): string[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) => {
    const label = ['cat', 'dog', 'owl'][Math.floor(random() * 3)]
    const text = `some words number ${Math.floor(random() * 1e6)}, "quoted"`.replaceAll('"', '""')
    return `${prefix}${i},"${text}",${(random() * 100).toFixed(3)},${random() < 0.5 ? 'a' : 'b'},${label}`
  })
}
const HEADER = 'id,words,size,kind,label'
const csv = (header: string, lines: string[]) => `${[header, ...lines].join('\n')}\n`

test('classification with given train and test: files, truth, checksums, both formats equal', async () => {
  const built = await build('classification', {
    train: csv(HEADER, rows(300, 1, 'a')),
    test: csv(HEADER, rows(100, 2, 'b')),
  })
  assert.deepEqual(readdirSync(built.folder).sort(), [
    ...['README.md', 'SHA256SUMS', 'sample_submission.csv', 'sample_submission.parquet', 'schema.json'],
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
  const built = await build('classification', {
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
  const images = temp.fresh('images')
  mkdirSync(images)
  const [one, two] = [await build('classification', tables), await build('classification', tables)]
  assert.deepEqual(one.files, two.files)
  assert.deepEqual(one.truth, two.truth)
})

test('several label columns are several definitions; a given split is kept and not released', async () => {
  const header = 'id,words,label,label_fine,split'
  const line = (i: number, split: string) => `${i},words of row ${i},${i % 2 ? 'x' : 'y'},f${i % 4},${split}`
  const numbers = [...Array(40).keys()]
  const built = await build('classification', {
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

const RECORDS = csv(
  'id,title',
  [...Array(60).keys()].map((i) => `r${i},"title of record ${i}"`),
)

test('matching with two definitions over shared records', async () => {
  const pair = (i: number) => `r${i},r${59 - i},${i % 2},${i % 3 === 0 ? 1 : 0}`
  const header = 'id_left,id_right,label_exact,label_variant'
  const built = await build('matching', {
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

function imagesFolder(names: string[]): string {
  const folder = dirname(temp.write('images/keep.txt', 'not an image'))
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), Buffer.concat([PNG, Buffer.from(name)]))
  }
  return folder
}

test('images: a deterministic archive that unzip accepts, a manifest, and samples to show', async () => {
  const names = [...Array(30).keys()].map((i) => (i % 2 ? `a/${i}.png` : `${i}.png`))
  const tables = {
    data: csv(
      'id,picture,label',
      names.map((name, i) => `${i},images/${name},${i % 3 ? 'x' : 'y'}`),
    ),
  }
  const [one, two] = [imagesFolder([...names, 'unused.png']), imagesFolder(names.toReversed())]
  utimesSync(join(two, names[0]), 1, 1)
  const built = await build('classification', tables, { imagesFolder: one })
  const again = await build('classification', tables, { imagesFolder: two })
  assert.deepEqual(codes(built), [])
  assert.ok(built.checks.some((c) => c.code === 'unused_image'))
  const zip = (b: Built) => b.files.find((f) => f.path === 'images.zip')?.sha256
  assert.equal(zip(built), zip(again))
  assert.equal(built.images?.count, 30)
  const script = `
import hashlib, csv, sys, zipfile
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
rows = list(csv.DictReader(open(sys.argv[2], newline='')))
assert [r['path'] for r in rows] == z.namelist(), 'order'
for r in rows:
    assert hashlib.sha256(z.read(r['path'])).hexdigest() == r['sha256'] and len(z.read(r['path'])) == int(r['size_bytes'])
print(len(rows))`
  const files = ['images.zip', 'images.csv'].map((name) => join(built.folder, name))
  assert.equal(execFileSync('python3', ['-c', script, ...files], { encoding: 'utf8' }).trim(), '30')
  assert.equal(built.sampleImages.length, 30)
})

test('checks find what is wrong with images', async () => {
  const folder = imagesFolder(['ok.png'])
  writeFileSync(join(folder, 'text.png'), 'hello')
  const cells = ['ok.png', 'text.png', 'gone.png', '../../etc/passwd.png', '/abs.png', 'ok.png']
  const lines = cells.map((cell, i) => `${i},${cell},${i % 2}`)
  const built = await build(
    'classification',
    { data: csv('id,picture,label', lines) },
    { imagesFolder: folder },
  )
  const found = built.checks.filter((c) => c.severity === 'error').map((c) => c.code)
  assert.ok(
    found.includes('image_path_invalid') && found.includes('missing_image') && found.includes('broken_image'),
  )
})

test('checks find duplicate ids, shared ids, copied rows, leaks, constants, unseen classes, sorted test rows', async () => {
  const line = (id: string, i: number, label: string, words = `words ${i} here for row`) =>
    `${id},${words},${label},same,code-${label}`
  const header = 'id,words,label,constant,hint'
  const train = [...Array(100).keys()].map((i) => line(`a${i}`, i, i % 2 ? 'x' : 'y'))
  const testRows = [...Array(100).keys()].map((i) => line(`b${i}`, 1000 + i, i < 50 ? 'x' : 'z'))
  train[5] = line('a4', 5, 'x')
  testRows[0] = line('a1', 1000, 'x')
  for (const i of [1, 2, 3]) testRows[i] = line(`b${i}`, 2 * i + 1, 'x')
  const built = await build('classification', { train: csv(header, train), test: csv(header, testRows) })
  const found = new Map(built.checks.map((c) => [c.code, c]))
  for (const code of [
    ...['duplicate_id', 'id_in_both_splits', 'identical_rows_across_splits', 'feature_gives_label'],
    ...['constant_column', 'unseen_class', 'order_tells_label'],
  ]) {
    assert.ok(found.has(code), `${code} not in ${[...found.keys()]}`)
  }
  assert.equal(found.get('feature_gives_label')?.column, 'hint')
  assert.match(found.get('duplicate_id')?.message ?? '', /'a4'/)
  assert.match(found.get('id_in_both_splits')?.message ?? '', /'a1'/)
})

test('a feature that equals the label is an error', async () => {
  const lines = [...Array(60).keys()].map((i) => `${i},${i % 2 ? 'x' : 'y'},${i % 2 ? 'x' : 'y'}`)
  const built = await build('classification', { data: csv('id,copy,label', lines) })
  assert.ok(codes(built).includes('feature_equals_label'))
})

test('pairs that name no record, and a repeated pair', async () => {
  const header = 'id_left,id_right,label'
  const built = await build('matching', {
    records: RECORDS,
    train_pairs: csv(header, ['r1,r2,0', 'r3,nobody,1', 'r5,r6,1']),
    test_pairs: csv(header, ['r1,r2,0', 'r7,r8,1', 'r7,r8,1']),
  })
  const found = codes(built)
  assert.ok(
    found.includes('unknown_record') &&
      found.includes('pair_in_both_splits') &&
      found.includes('duplicate_pair'),
  )
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
    const error = await rejected(build(kind, tables))
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
  const error = await rejected(build('classification', { data: csv(HEADER, lines) }, { schema }))
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
    await rejected(build('classification', { train: csv('id,words,label', ['3,a b c,x']), test: broken }))
  }
  assert.ok(readdirSync('/proc/self/fd').length <= before + 1)
})
