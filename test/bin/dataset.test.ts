/** `grandstand dataset check` as an organiser runs it, in the real sandbox. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import { projectFolder, startProgram } from '../helpers/processes.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'grandstand-dataset-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function check(...words: string[]): Promise<{ code: number | string; output: string }> {
  const started = startProgram(['dataset', 'check', ...words], {}, path.join(projectFolder, 'bin/grandstand'))
  const code = await started.ended
  return { code, output: started.output() }
}

function file(name: string, content: string | Uint8Array): string {
  const place = path.join(folder, name)
  writeFileSync(place, content)
  return place
}

test('an accepted file: what it is, and each column with its reason', async () => {
  const lines = Array.from({ length: 200 }, (_, i) => `00${i};${i / 4};${i % 2 ? 'red' : 'blue'}`)
  // a name is a claim; the content counts
  const place = file('table.parquet', gzipSync(`key;x;colour\n${lines.join('\n')}\n`))
  const { code, output } = await check(place, '--json')
  assert.equal(code, 0, output)
  const report = JSON.parse(output)
  assert.partialDeepStrictEqual(report, {
    outcome: 'accepted',
    format: 'csv',
    compression: 'gzip',
    delimiter: ';',
    rowCount: 200,
  })
  assert.deepEqual(
    report.columns.map((c: Record<string, string>) => [c.name, c.type, c.modality, c.role]),
    [
      ['key', 'string', 'id', 'id'],
      ['x', 'float64', 'numeric', 'feature'],
      ['colour', 'string', 'categorical', 'feature'],
    ],
  )
  for (const { reason } of report.columns) assert.ok(reason.length > 10)
})

test('a rejected file: line, column, code and what to do', async () => {
  const place = file('latin1.csv', Buffer.from('id,name\n1,Ann\n2,Ren\xe9\n', 'latin1'))
  const { code, output } = await check(place, '--json')
  assert.equal(code, 1, output)
  const { outcome, problems } = JSON.parse(output)
  assert.equal(outcome, 'rejected')
  assert.partialDeepStrictEqual(problems[0], { line: 3, column: 'name', code: 'not_utf8' })
  assert.match(problems[0].message, /"René".*Save the file in UTF-8/)
})

test('people get lines; control characters of the file stay out of their terminal', async () => {
  const { code, output } = await check(file('bell.csv', 'id,a\u001b[31m\n1,x\n'))
  assert.equal(code, 0, output)
  assert.match(output, /Accepted: CSV with commas, 1 row, 2 columns/)
  assert.ok(!output.includes('\u001b'))
})

test('Arrow goes the same way', async () => {
  const table = tableFromArrays({ id: ['a', 'b'], x: Float64Array.of(1.5, 2) })
  const { code, output } = await check(file('table.csv', tableToIPC(table, 'stream')), '--json')
  assert.equal(code, 0, output)
  assert.partialDeepStrictEqual(JSON.parse(output), { format: 'arrow', rowCount: 2 })
})

test('what is no file is a wrong call, and is not waited for', async () => {
  const pipe = path.join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const loop = path.join(folder, 'loop')
  symlinkSync(loop, loop)
  mkdirSync(path.join(folder, 'folder'))
  for (const [place, said] of [
    [pipe, /is a pipe/],
    [loop, /symbolic links/],
    [path.join(folder, 'folder'), /is a folder/],
    [path.join(folder, 'missing'), /no such file/],
    ['/dev/zero', /is a device/],
  ] as const) {
    const { code, output } = await check(place)
    assert.equal(code, 2, output)
    assert.match(output, said)
  }
  assert.equal((await check()).code, 2)
})

test('a symbolic link is followed, and a file that only its owner may read is read', async () => {
  const place = file('private.csv', 'a,b\n1,2\n')
  chmodSync(place, 0o600)
  symlinkSync(place, path.join(folder, 'link.csv'))
  const { code, output } = await check(path.join(folder, 'link.csv'), '--json')
  assert.equal(code, 0, output)
})
