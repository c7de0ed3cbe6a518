import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Check } from '#datasets/checks/check.ts'
import { type Built, build, codes, csv, RECORDS } from './build-from-text.ts'
import { png } from './small-images.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

function imagesFolder(names: string[]): string {
  const folder = dirname(temp.write('images/keep.txt', 'not an image'))
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), png(name))
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
  const built = await build(temp, 'classification', tables, { imagesFolder: one })
  const again = await build(temp, 'classification', tables, { imagesFolder: two })
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
    temp,
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
  const built = await build(temp, 'classification', {
    train: csv(header, train),
    test: csv(header, testRows),
  })
  const found = new Map<string, Check>(built.checks.map((c) => [c.code, c]))
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
  const built = await build(temp, 'classification', { data: csv('id,copy,label', lines) })
  assert.ok(codes(built).includes('feature_equals_label'))
})

test('pairs that name no record, and a repeated pair', async () => {
  const header = 'id_left,id_right,label'
  const built = await build(temp, 'matching', {
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
