import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { SandboxPool } from '#scoring/sandbox/pool.ts'
import { stageNode } from '#scoring/sandbox/stage-node.ts'
import { hosts, processesWith, text } from './attack.ts'

const folder = mkdtempSync(join(tmpdir(), 'grandstand-pool-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const ECHO = `
const fs = require('node:fs')
let jobs = 0
console.log('ready')
const request = fs.readFileSync(0, 'utf8')
if (request === 'loop') for (;;);
if (request === 'note') fs.writeFileSync('/tmp/note', 'x')
jobs += 1
fs.writeSync(3, [request, jobs, fs.existsSync('/tmp/note'), fs.readdirSync('/input').join()].join())
`
const program = (script: string, token: string) => ({
  command: ['/runtime/node', '-e', script, token],
  readOnlyBinds: [{ source: stageNode(), target: '/runtime/node' }],
  limits: {
    kind: 'node',
    cpuSeconds: 1,
    wallSeconds: 120,
    memoryBytes: 256 << 20,
    outputBytes: 65_536,
  } as const,
})

for (const [name, host] of hosts()) {
  test(`each job has a fresh sandbox with its own files, and the pool refills itself (${name})`, async (t) => {
    const token = `pool-${name}-${process.pid}`
    const pool = new SandboxPool({ program: program(ECHO, token), size: 2 }, host)
    t.after(() => pool.close())
    assert.equal(await pool.warm(), true)
    const results: string[] = []
    for (const request of ['note', 'second', 'third', 'fourth']) {
      const source = join(folder, request)
      writeFileSync(source, request)
      const outcome = await pool.run({ inputs: [{ name: `${request}.csv`, source }], stdin: request })
      assert.equal(outcome.verdict, 'ok', outcome.stderr)
      results.push(text(outcome))
    }
    assert.deepEqual(results, [
      'note,1,true,note.csv',
      'second,1,false,second.csv',
      'third,1,false,third.csv',
      'fourth,1,false,fourth.csv',
    ])
    const together = await Promise.all(
      [1, 2, 3, 4, 5].map((job) => pool.run({ inputs: [], stdin: `${job}` })),
    )
    assert.deepEqual(
      together.map(text),
      [1, 2, 3, 4, 5].map((job) => `${job},1,false,`),
    )
    const loop = await pool.run({ inputs: [], stdin: 'loop' })
    assert.equal(loop.verdict, 'time_limit')
    assert.ok(loop.cpuSeconds > 0.9, `${loop.cpuSeconds}`)
    await pool.close()
    assert.deepEqual(processesWith(token), [])
  })
}

test('a pool that is busy starts jobs cold, and ahead once it has room', { timeout: 60_000 }, async (t) => {
  const told = (word: string) => ECHO.replace('[request,', `['${word}', request,`)
  const cold = `pool-cold-${process.pid}`
  const ahead = `pool-ahead-${process.pid}`
  const coldProgram = program(told('cold'), cold)
  const pool = new SandboxPool({ program: program(told('ahead'), ahead), size: 1 })
  t.after(() => pool.close())
  await pool.warm()
  const run = (stdin: string) => pool.run({ inputs: [], stdin, coldProgram })
  const outcomes = await Promise.all(['a', 'b', 'c'].map(run))
  assert.deepEqual(outcomes.map(text), ['ahead,a,1,false,', 'cold,b,1,false,', 'cold,c,1,false,'])
  for (const job of ['d', 'e', 'f']) assert.equal(text(await run(job)), `cold,${job},1,false,`)
  assert.deepEqual(processesWith(cold), [])
  // nobody asks for it: there is room for a while
  while (processesWith(ahead).length === 0) await sleep(20)
  assert.equal(await pool.warm(), true)
  assert.equal(text(await run('g')), 'ahead,g,1,false,')
  await pool.close()
  assert.deepEqual(processesWith(ahead), [])
})

test('a program that fails to start speaks for itself', async (t) => {
  const pool = new SandboxPool({ program: program('throw new Error("no model file")', 'x'), size: 1 })
  t.after(() => pool.close())
  assert.equal(await pool.warm(), false)
  const outcome = await pool.run({ inputs: [] })
  assert.equal(outcome.verdict, 'crashed')
  assert.match(outcome.stderr, /no model file/)
  await pool.close()
})

test('time spent waiting for a job does not count, time spent on starting is limited on its own', async (t) => {
  const slow = `const used = () => process.cpuUsage().user + process.cpuUsage().system; while (used() < 1.2e6);${ECHO}`
  const pool = new SandboxPool({ program: program(slow, 'x'), size: 1 })
  t.after(() => pool.close())
  assert.equal(await pool.warm(), true)
  const outcome = await pool.run({ inputs: [], stdin: 'after a slow start' })
  assert.equal(outcome.verdict, 'ok', outcome.reason)
  assert.ok(outcome.cpuSeconds < 1)
  await pool.close()
})

test('an aborted job leaves nothing', async (t) => {
  const token = `pool-aborted-${process.pid}`
  const pool = new SandboxPool({ program: program(ECHO, token), size: 1 })
  t.after(() => pool.close())
  const abort = new AbortController()
  const run = pool.run({ inputs: [], stdin: 'loop', signal: abort.signal })
  setTimeout(() => abort.abort(new Error('stopped')), 100)
  await assert.rejects(run, /stopped/)
  await pool.close()
  assert.deepEqual(processesWith(token), [])
})
