/** Bundles in a small project of their own: when they are made, and which ones are not believed. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { projectFolder } from '../../helpers/processes.ts'

const root = mkdtempSync(join(tmpdir(), 'grandstand-bundle-test-'))
const cache = join(root, 'node_modules', '.cache', 'grandstand')
const bundle = join(cache, 'hello.bundle')
after(() => rmSync(root, { recursive: true, force: true }))

cpSync(join(projectFolder, 'scoring/bundle'), join(root, 'scoring/bundle'), { recursive: true })
mkdirSync(join(root, 'node_modules'))
for (const name of ['esbuild', '@esbuild'])
  symlinkSync(join(projectFolder, 'node_modules', name), join(root, 'node_modules', name))
writeFileSync(join(root, 'package.json'), '{"type": "module", "imports": {"#scoring/*": "./scoring/*"}}')
writeFileSync(join(root, 'package-lock.json'), '{}')

function write(greeting: string): void {
  writeFileSync(join(root, 'greeting.ts'), `export const greeting: string = '${greeting}'\n`)
}

/** What a process prints that asks for the bundle and runs it; `rehearsed` among it when the bundle was made for it. */
function run(): { said: string; made: boolean } {
  const before = statSync(bundle, { throwIfNoEntry: false })?.ino
  const loader = join(root, 'scoring/bundle/program-bundle.cjs')
  const script = `const b = require(${JSON.stringify(loader)}); b.loadBundle(b.freshBundle('hello.ts')).main()`
  const said = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', stdio: 'pipe' })
  return { said, made: statSync(bundle, { throwIfNoEntry: false })?.ino !== before }
}

beforeEach(() => {
  write('hello')
  writeFileSync(
    join(root, 'hello.ts'),
    "import { greeting } from './greeting.ts'\nexport const main = async () => console.log(greeting)\nexport const rehearse = main\n",
  )
  rmSync(cache, { recursive: true, force: true })
})

test('a bundle is made once, and anew when a source, a package or the bundler has changed', () => {
  assert.deepEqual(run(), { said: 'hello\n', made: true })
  assert.deepEqual(run(), { said: 'hello\n', made: false })
  write('good day')
  assert.deepEqual(run(), { said: 'good day\n', made: true })
  for (const name of ['package-lock.json', 'scoring/bundle/make-bundle.ts']) {
    writeFileSync(join(root, name), readFileSync(join(root, name)))
    assert.equal(run().made, true, name)
    assert.equal(run().made, false, name)
  }
})

test('a damaged bundle is made anew', () => {
  run()
  const whole = readFileSync(bundle)
  for (const content of [whole.subarray(0, 40), Buffer.from('{"make": 1}\n')]) {
    writeFileSync(bundle, content)
    assert.deepEqual(run(), { said: 'hello\n', made: true })
  }
})

test('a bundle that others may write to, or that another user put there, is never run', (t) => {
  run()
  const evil = () => {
    const bytes = readFileSync(bundle, 'latin1')
    writeFileSync(bundle, bytes.replaceAll('hello', 'evil!'), 'latin1')
  }
  for (const spoil of [() => chmodSync(bundle, 0o664), () => chmodSync(cache, 0o777)]) {
    evil()
    spoil()
    assert.deepEqual(run(), { said: 'hello\n', made: true })
    assert.equal(statSync(cache).mode & 0o022, 0)
  }
  if (process.getuid?.() !== 0) return t.diagnostic('only root can give a file away')
  evil()
  chownSync(bundle, 12_345, 12_345)
  assert.deepEqual(run(), { said: 'hello\n', made: true })
  evil()
  chownSync(cache, 12_345, 12_345)
  assert.deepEqual(run(), { said: 'hello\n', made: false }, 'made aside, for one run')
})

test('where no bundle can be kept it is made for the process', () => {
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true })
  writeFileSync(cache, 'in the way')
  assert.equal(run().said, 'hello\n')
})

test('a bundle made for options of V8 holds code that V8 takes with them', () => {
  run()
  const flags = ['--max-opt=1', '--no-rehash-snapshot']
  const loader = JSON.stringify(join(root, 'scoring/bundle/program-bundle.cjs'))
  const script = `const { compile, freshBundle } = require(${loader})
    const bytes = freshBundle('hello.ts', process.argv.slice(1))
    const end = bytes.indexOf(10) + 1
    const codeAt = end + JSON.parse(bytes.toString('utf8', 0, end)).sourceBytes
    console.log(compile(bytes.toString('latin1', end, codeAt), bytes.subarray(codeAt)).cachedDataRejected)`
  const isRejected = (options: string[], madeFor: string[]) =>
    execFileSync(process.execPath, [...options, '-e', script, '--', ...madeFor], { encoding: 'utf8' })
  assert.equal(isRejected([], []), 'false\n')
  assert.equal(isRejected(flags, flags), 'false\n')
  assert.equal(isRejected(flags, []), 'true\n')
})

test('machine code is assembled when the bundle is made, and anew when its program has changed', () => {
  const assembler = (byte: number) =>
    writeFileSync(join(root, 'assembler.ts'), `console.log('assembling')\nexport const code = [0, ${byte}]\n`)
  const helloCode = (more: string) =>
    writeFileSync(
      join(root, 'hello-code.ts'),
      `import { code } from './assembler.ts'
       export const LAYOUT = { at: 4 } as const
       export const helloModule = (): Uint8Array => Uint8Array.from(code)
       ${more}`,
    )
  writeFileSync(
    join(root, 'hello.ts'),
    `import { helloModule, LAYOUT } from './hello-code.ts'
     export const main = async () => console.log(LAYOUT.at, ...helloModule())
     export const rehearse = main\n`,
  )
  assembler(200)
  helloCode('')
  assert.deepEqual(run(), { said: '4 0 200\n', made: true })
  assert.deepEqual(run(), { said: '4 0 200\n', made: false })
  assembler(7)
  assert.deepEqual(run(), { said: '4 0 7\n', made: true })
  helloCode('export const emit = () => 1')
  assert.equal(run().said, 'assembling\n4 0 7\n', 'what is no constant is left as it is')
})

test('modules of Node that take a while to load are loaded when they are used', () => {
  writeFileSync(
    join(root, 'hello.ts'),
    `import { crc32 } from 'node:zlib'
     const isLoaded = () => process.moduleLoadList.includes('NativeModule zlib')
     export const main = async () => { const before = isLoaded(); console.log(before, crc32('a'), isLoaded()) }
     export const rehearse = main\n`,
  )
  assert.equal(run().said, 'false 3904355907 true\n')
})

test('an error in a source is told with its place', () => {
  writeFileSync(join(root, 'greeting.ts'), 'export const greeting = (\n')
  assert.throws(run, /greeting\.ts:2/)
})
