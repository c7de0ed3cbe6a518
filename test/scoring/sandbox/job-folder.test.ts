import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createJobFolder } from '#scoring/sandbox/job-folder.ts'
import { isPassable, neutralFolder } from '#scoring/sandbox/neutral-folder.ts'
import { runSandboxed } from '#scoring/sandbox/run-sandboxed.ts'
import { text } from './attack.ts'

const root = mkdtempSync(join(tmpdir(), 'grandstand-stage-test-'))
after(() => rmSync(root, { recursive: true, force: true }))

const limits = { kind: 'node', cpuSeconds: 10, memoryBytes: 256 << 20, outputBytes: 65_536 } as const

test('a job folder takes files that only the worker may read, and links that lead to them', async () => {
  const folder = createJobFolder()
  const secret = join(root, 'truth.csv')
  writeFileSync(secret, 'id,label\n', { mode: 0o600 })
  const placed = await folder.place('ref/deep/truth.csv', secret)
  const outcome = await runSandboxed({
    command: ['/bin/sh', '-c', 'cat /input/ref/deep/truth.csv >&3'],
    readOnlyBinds: [],
    inputs: [{ source: folder.path, target: '/input' }],
    limits: { ...limits, kind: 'native' },
  })
  assert.equal(text(outcome), 'id,label\n', outcome.stderr)
  assert.equal(statSync(folder.path).mode & 0o007, 0, 'others may not enter')
  for (const name of ['../x', '/x', 'a//b', '.', 'a/../b'])
    await assert.rejects(folder.place(name, secret), RangeError)
  await folder.remove()
  assert.ok(!existsSync(placed))
  assert.equal(readFileSync(secret, 'utf8'), 'id,label\n')
})

test('the folder goes with its process, and a killed process’s with the next one', () => {
  const module = new URL('../../../scoring/sandbox/neutral-folder.ts', import.meta.url).href
  const run = (then: string): { path: string } => {
    const script = `const { neutralFolder } = await import('${module}'); const { writeSync } = await import('node:fs'); writeSync(1, neutralFolder()); ${then}`
    const child = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    return { path: child.stdout }
  }
  const ended = run('')
  assert.ok(ended.path.includes('grandstand-sandbox-') && !existsSync(ended.path))
  const killed = run('process.kill(process.pid, "SIGKILL")')
  assert.ok(existsSync(killed.path))
  run('')
  assert.ok(!existsSync(killed.path))
  assert.ok(readdirSync(neutralFolder()).length >= 0, 'ours is still there')
})

test('a folder is passable only when every folder above it is', () => {
  mkdirSync(join(root, 'open'), { mode: 0o755 })
  assert.equal(isPassable(join(root, 'open')), false)
  assert.equal(isPassable('/usr/bin'), true)
  assert.equal(isPassable('/nowhere'), false)
})
