/** Rules about the tree that no linter knows: DESIGN's words on folders, sizes, names and leftovers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSource, projectFiles, textOf } from './source-files.ts'

const files = await projectFiles()
const sources = files.filter(isSource)
const texts = new Map<string, string>()
for (const name of files) {
  const text = await textOf(name)
  if (text !== undefined) texts.set(name, text)
}

/** `file:line` of every line of `names` that matches. */
function linesMatching(names: readonly string[], pattern: RegExp): string[] {
  return names.flatMap((name) =>
    (texts.get(name) ?? '')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}`] : [])),
  )
}

test('the tests look at a tree that is really there', () => {
  assert.ok(sources.length > 100)
  for (const folder of ['app', 'bin', 'core', 'datasets', 'operations', 'scoring', 'store', 'test']) {
    assert.ok(
      sources.some((name) => name.startsWith(`${folder}/`)),
      folder,
    )
  }
})

test('top-level folders are those of the architecture', () => {
  const known = [
    '.ci',
    'app',
    'bench',
    'bin',
    'core',
    'datasets',
    'docs',
    'operations',
    'prisma',
    'public',
    'scoring',
    'store',
    'test',
  ]
  const folders = new Set(files.filter((name) => name.includes('/')).map((name) => name.split('/')[0]))
  assert.deepEqual(
    [...folders].filter((folder) => !known.includes(folder)),
    [],
  )
})

test('no source file is longer than 400 lines', () => {
  const long = sources.filter((name) => (texts.get(name) ?? '').split('\n').length > 401)
  assert.deepEqual(long, [])
})

test('the median source file has at most 90 lines', () => {
  const counts = sources.map((name) => (texts.get(name) ?? '').split('\n').length).sort((a, b) => a - b)
  assert.ok(counts[Math.floor(counts.length / 2)] <= 91)
})

test('no folder is named for nothing in particular', () => {
  const vague = /(^|\/)(utils?|helpers?|common|shared|lib|misc|managers?|services?)\//
  assert.deepEqual(
    files.filter((name) => vague.test(name) && !name.startsWith('test/helpers/')),
    [],
  )
})

test('no file only passes on what others export', () => {
  assert.deepEqual(
    sources.filter((name) => /(^|\/)index\.(ts|tsx|js)$/.test(name)),
    [],
  )
  assert.deepEqual(linesMatching(sources, /^export \* from /), [])
})

test('source files and folders are named in kebab-case', () => {
  // Next gives meaning to [parameters], (groups) and _private folders; DOM-less modules keep one dot for their kind
  const part = /^(\[{1,2}(\.{3})?[a-zA-Z-]+\]{1,2}|\([a-z-]+\)|[_.]?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*)$/
  const odd = sources.filter((name) => !name.split('/').every((piece) => part.test(piece)))
  assert.deepEqual(odd, [])
})

test('nothing escapes the type checker or the linter', () => {
  const own = sources.filter((name) => name !== 'test/repository/tree.test.ts')
  assert.deepEqual(
    linesMatching(own, /@ts-(ignore|nocheck|expect-error)|biome-ignore lint\/suspicious\/noExplicitAny/),
    [],
  )
})

test('nothing is left for later', () => {
  const own = sources.filter((name) => name !== 'test/repository/tree.test.ts')
  assert.deepEqual(linesMatching(own, /\b(TODO|FIXME|XXX|HACK)\b/), [])
})

test('no test is skipped, singled out or waiting', () => {
  const tests = sources.filter((name) => name.endsWith('.test.ts') && name !== 'test/repository/tree.test.ts')
  assert.ok(tests.length > 20)
  assert.deepEqual(
    linesMatching(tests, /\b(test|it|describe|suite)\.(skip|only|todo)\b|\{ (skip|only|todo):/),
    [],
  )
})

test('the lock file names no registry', () => {
  const lines = linesMatching(['package-lock.json'], /"resolved":\s*"https?:/)
  assert.deepEqual(lines, [])
  assert.ok(texts.get('package-lock.json')?.includes('"integrity"'))
})

test('no file names a folder of the machine it was made on', () => {
  const home = /(^|[\s"'`(=:])\/(work|home\/[a-z]+|Users\/[A-Za-z]+|root)\/[A-Za-z.]/
  const names = [...texts.keys()].filter((name) => name !== 'test/repository/tree.test.ts')
  assert.deepEqual(linesMatching(names, home), [])
})

test('no secret and no generated file would be published', () => {
  assert.deepEqual(
    files.filter((name) => /(^|\/)(\.env(\..*)?|node_modules|\.next|\.data)(\/|$)/.test(name)),
    [],
  )
  assert.deepEqual(
    files.filter((name) => name.startsWith('prisma/generated/')),
    [],
  )
})
