/** Programs whose result is known to be whole before they have ended. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { processIdentity } from '#scoring/sandbox/process-identity.ts'
import { Sandbox } from '#scoring/sandbox/sandbox.ts'
import type { SandboxHost } from '#scoring/sandbox/sandbox-host.ts'
import { attackJob, hosts, processesWith, text } from './attack.ts'

const isWhole = (result: Uint8Array) => result.at(-1) === 10
const LOOP = 'for (;;);'

const FS = "const fs = require('node:fs');"

function start(javascript: string, token: string, host: SandboxHost): Sandbox {
  const job = attackJob({ javascript: FS + javascript, verdict: 'ok', limits: { cpuSeconds: 1 } }, token)
  return new Sandbox(job, { inputs: [], bootSeconds: 0 }, host)
}

for (const [name, host] of hosts()) {
  const tokenOf = (what: string) => `whole-${what}-${name}-${process.pid}`

  test(`a program that has given its whole result is ended, whatever else it does (${name})`, async (t) => {
    const token = tokenOf('loop')
    const child = `require('node:child_process').spawn('/bin/sh', ['-c', 'sleep 100; :', '${token}'], { detached: true, stdio: 'ignore' })`
    const sandbox = start(`${child};fs.writeSync(3, 'all of it\\n');fs.closeSync(3);${LOOP}`, token, host)
    t.after(() => sandbox.dispose())
    const outcome = await sandbox.finish({ isWhole })
    assert.equal(outcome.verdict, 'ok', outcome.reason)
    assert.equal(text(outcome), 'all of it\n')
    assert.ok(outcome.cpuSeconds < 2)
    await sandbox.dispose()
    assert.deepEqual(processesWith(token), [])
    const { memory = null, pids = null } = host.cgroup ?? {}
    const left = [memory, pids].flatMap((folder) => (folder === null ? [] : readdirSync(folder)))
    assert.deepEqual(
      left.filter((folder) => folder.includes(processIdentity())),
      [],
    )
  })

  test(`a result that is cut short ends nothing: the end of the program decides (${name})`, async () => {
    const run = (after: string, what: string) =>
      start(`fs.writeSync(3, 'a part');${after}`, tokenOf(what), host).finish({ isWhole })
    assert.equal((await run('process.exit(7)', 'exit')).exitCode, 7)
    assert.equal((await run(`fs.closeSync(3);${LOOP}`, 'part')).verdict, 'time_limit')
    assert.equal((await run('', 'end')).verdict, 'ok')
  })

  test(`a whole result counts only once descriptor 3 is closed (${name})`, async () => {
    const write = (line: string) => `fs.writeSync(3, '${line}\\n');`
    const sandbox = start(
      `${write('first')}setTimeout(() => {${write('second')}}, 100)`,
      tokenOf('late'),
      host,
    )
    assert.equal(text(await sandbox.finish({ isWhole })), 'first\nsecond\n')
    await sandbox.dispose()
  })
}
