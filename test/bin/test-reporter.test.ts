/** The counting behind the last line of `npm test`: whatever goes wrong in a test file must be counted and shown. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { projectFolder, startProgram } from '../helpers/processes.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-reporter-'))
after(() => rm(folder, { recursive: true, force: true }))

async function run(body: string) {
  const file = path.join(folder, 'sample.test.mjs')
  const totalsFile = path.join(folder, 'totals')
  await rm(totalsFile, { force: true })
  const imports = "import { describe, test } from 'node:test'\nimport assert from 'node:assert'\n"
  await writeFile(file, imports + body)
  const reporter = path.join(projectFolder, 'bin/test-reporter.ts')
  const program = startProgram(['--test', '--test-reporter', reporter, file], {
    GRANDSTAND_TEST_TOTALS: totalsFile,
  })
  const code = await program.ended
  return { code, totals: JSON.parse(await readFile(totalsFile, 'utf8')), output: program.output() }
}

test('passing tests are counted, and shown as one line for the file', async () => {
  const { code, totals, output } = await run(
    "test('a', () => {})\ndescribe('s', () => { test('b', () => {}) })",
  )
  assert.equal(code, 0)
  assert.deepEqual(totals, { passed: 2, failed: 0 })
  assert.match(output, /^ {2}✓ .*sample\.test\.mjs \(2, .* s\)\n$/)
})

test('a failing test is counted and shown with its difference and what the file wrote', async () => {
  const { code, totals, output } = await run(
    "console.log('a clue')\ntest('a', () => {})\ntest('bad', () => assert.equal(1, 2))",
  )
  assert.notEqual(code, 0)
  assert.deepEqual(totals, { passed: 1, failed: 1 })
  assert.match(output, /✗ bad\n/)
  assert.match(output, /1 == 2/)
  assert.match(output, /a clue/)
})

test('a failing test inside another is shown once', async () => {
  const { totals, output } = await run(
    "test('outer', async (t) => { await t.test('inner', () => { throw new Error('deep') }) })",
  )
  assert.ok(totals.failed >= 1)
  assert.equal(totals.passed, 0)
  assert.equal(output.match(/Error: deep/g)?.length, 1)
})

test('a file that dies before its tests counts as failed', async () => {
  const { code, totals, output } = await run("throw new Error('early')")
  assert.notEqual(code, 0)
  assert.equal(totals.failed, 1)
  assert.match(output, /early/)
})

test('a skipped test counts as failed', async () => {
  const { totals, output } = await run("test('a', () => {})\ntest('not today', (t) => t.skip('no reason'))")
  assert.deepEqual(totals, { passed: 1, failed: 1 })
  assert.match(output, /not today\n +is skipped/)
})

test('a test that takes too long counts as failed', async () => {
  const { totals } = await run("test('forever', { timeout: 50 }, () => new Promise(() => {}))")
  assert.deepEqual(totals, { passed: 0, failed: 1 })
})
