import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { listImages } from '#datasets/image-archive.ts'
import { imagePath } from '#datasets/image-path.ts'
import { tempFolder } from './temp-folder.ts'

const temp = tempFolder()

test('paths below the images folder, with or without its name', () => {
  assert.equal(imagePath('images/a/b.PNG'), 'a/b.PNG')
  assert.equal(imagePath('a b/ü.webp'), 'a b/ü.webp')
})

test('nothing that could leave the folder or is no image', () => {
  const bad = [
    '../a.png',
    'images/../../a.png',
    '/a.png',
    'a//b.png',
    './a.png',
    'a/.hidden.png',
    'a\\b.png',
    'C:/a.png',
    'a.svg',
    'a.png/',
    '',
    'images/',
    'a\n.png',
    'a\u0000.png',
    `${'x'.repeat(500)}.png`,
  ]
  for (const cell of bad) assert.equal(imagePath(cell), undefined, JSON.stringify(cell))
})

test('a folder is listed sorted by bytes, without links and other files', () => {
  const folder = temp.fresh('images')
  for (const name of ['b.png', 'a/z.jpg', 'a.png', 'é.webp', 'Z.png', '.DS_Store', 'notes.txt']) {
    mkdirSync(join(folder, 'a'), { recursive: true })
    writeFileSync(join(folder, name), name)
  }
  symlinkSync('/etc/hostname', join(folder, 'link.png'))
  symlinkSync('/etc', join(folder, 'etc'))
  assert.deepEqual(listImages(folder), ['Z.png', 'a.png', 'a/z.jpg', 'b.png', 'é.webp'])
})
