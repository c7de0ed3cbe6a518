import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ZipWriter } from '#datasets/zip-writer.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()
const CHECK = `
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
names = z.namelist()
print(len(names), names[-1] if names else '-', len(z.read(names[0])) if names else 0)`

function zip(names: Iterable<string>, content: Uint8Array): string {
  const path = temp.fresh('x.zip')
  const writer = new ZipWriter(path)
  for (const name of names) writer.add(name, content)
  writer.finish()
  return path
}
const check = (path: string) => execFileSync('python3', ['-c', CHECK, path], { encoding: 'utf8' }).trim()

test('an archive without files, and one with names that are not ASCII, are read by an independent reader', () => {
  assert.equal(check(zip([], Buffer.alloc(0))), '0 - 0')
  assert.equal(check(zip(['images/größe 日本.png'], Buffer.from('abc'))), '1 images/größe 日本.png 3')
})

test('more than 65,535 files need Zip64', () => {
  const names = Array.from({ length: 65_540 }, (_, i) => `images/${i}.png`)
  const path = zip(names, Buffer.from('x'))
  assert.equal(check(path), '65540 images/65539.png 1')
  assert.ok(readFileSync(path).includes(Buffer.from('504b0606', 'hex')))
})

test('small and large files in any order', () => {
  const path = temp.fresh('mixed.zip')
  const writer = new ZipWriter(path)
  const sizes = [200_000, 0, 65_535, 65_536, 10, 600_000]
  for (const size of sizes) writer.add(`images/${size}.png`, Buffer.alloc(size, 7))
  assert.equal(writer.finish().sizeBytes, readFileSync(path).length)
  assert.equal(check(path), '6 images/600000.png 200000')
})
