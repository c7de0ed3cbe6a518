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

test('an error in a source is told with its place', () => {
  writeFileSync(join(root, 'greeting.ts'), 'export const greeting = (\n')
  assert.throws(run, /greeting\.ts:2/)
})
