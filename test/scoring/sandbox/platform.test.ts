import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { runSandboxed } from '#scoring/sandbox/run-sandboxed.ts'
import { sandboxHost } from '#scoring/sandbox/sandbox-host.ts'
import { sandboxSelfTest } from '#scoring/sandbox/self-test.ts'
import { attackJob, hosts, processesWith, text } from './attack.ts'

const moduleOf = (name: string): string =>
  new URL(`../../../scoring/sandbox/${name}.ts`, import.meta.url).href
const job = attackJob({ python: "os.write(3, b'1')", verdict: 'ok' }, 'platform')

for (const [name, host] of hosts()) {
  test(`the self-test passes here (${name})`, () => sandboxSelfTest(host))
}

test('the self-test names what does not hold', async () => {
  const env = '/usr/bin/env' // not a sandbox at all: it neither reads options nor reports
  await assert.rejects(sandboxSelfTest({ ...sandboxHost(), bwrap: env }), { name: 'SandboxError' })
})

test('without user namespaces the self-test says which setting forbids them', () => {
  const script = `const { sandboxSelfTest } = await import('${moduleOf('self-test')}')
await sandboxSelfTest().then(() => console.log('held'), (error) => console.log(error.name + ': ' + error.message))`
  const { bwrap } = sandboxHost()
  const surrounding = [
    '--unshare-user',
    '--disable-userns',
    '--uid',
    '1000',
    '--gid',
    '1000',
    '--dev-bind',
    '/',
    '/',
    '--proc',
    '/proc',
  ]
  const child = spawnSync(bwrap, [...surrounding, '--', process.execPath, '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, GRANDSTAND_SANDBOX_CGROUP: 'off' },
  })
  assert.match(
    child.stdout,
    /^SandboxError: .*(max_user_namespaces=|CAP_SETUID|user namespaces)/s,
    child.stderr,
  )
})

test('a missing bwrap, a missing bind and a thread are faults of the platform that say what to do', async () => {
  const host = sandboxHost()
  await assert.rejects(runSandboxed(job, { ...host, bwrap: '/usr/bin/no-bwrap' }), {
    name: 'SandboxError',
    message: /apt-get install bubblewrap/,
  })
  const inputs = [{ source: '/nowhere', target: '/input/x' }]
  await assert.rejects(runSandboxed({ ...job, inputs }), {
    name: 'SandboxError',
    message: /nowhere.*stageProgram/s,
  })
  const worker = new Worker(
    `import(${JSON.stringify(moduleOf('run-sandboxed'))}).then(({ runSandboxed }) => runSandboxed(${JSON.stringify(job)}))
      .catch((error) => require('node:worker_threads').parentPort.postMessage(error.message))`,
    { eval: true },
  )
  const message = await new Promise((resolve) => worker.once('message', resolve))
  await worker.terminate()
  assert.match(String(message), /main thread/)
})

test('a program that does not exist is the organiser’s fault', async () => {
  const outcome = await runSandboxed({ ...job, command: ['/usr/bin/no-such-program'] })
  assert.equal(outcome.verdict, 'crashed')
  assert.match(outcome.stderr, /no-such-program/)
})

test('descriptors that came with the process are closed inside', async () => {
  const list = `
found = []
for number in range(3, 1024):
    try: os.fstat(number)
    except OSError: continue
    found.append(number)
os.write(3, json.dumps(found).encode())`
  const script = `const { attackJob, text } = await import('${new URL('./attack.ts', import.meta.url).href}')
const { runSandboxed } = await import('${moduleOf('run-sandboxed')}')
const { inheritedDescriptors } = await import('${moduleOf('inherited-descriptors')}')
const outcome = await runSandboxed(attackJob({ python: ${JSON.stringify(list)}, verdict: 'ok' }, 'x'))
console.log(JSON.stringify([inheritedDescriptors(), text(outcome)]))`
  const secret = openSync('/etc/hostname', 'r')
  const stdio = ['ignore', 'pipe', 'pipe', ...Array<'ignore'>(37).fill('ignore'), secret] as const
  const child = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', stdio: [...stdio] })
  closeSync(secret)
  const [inherited, inside] = JSON.parse(child.stdout)
  assert.ok(inherited.includes(40), child.stdout)
  assert.equal(inside, '[3]')
})

test('when the launcher is killed its sandboxes die', async () => {
  const token = `orphan-${process.pid}`
  const script = `const { attackJob } = await import('${new URL('./attack.ts', import.meta.url).href}')
const { runSandboxed } = await import('${moduleOf('run-sandboxed')}')
runSandboxed(attackJob({ python: 'print("up", flush=True)\\ntime.sleep(100)', verdict: 'ok' }, process.argv[1]))
setInterval(() => {}, 1000)`
  const launcher = spawn(process.execPath, ['-e', script, token], { stdio: 'ignore' })
  const inside = (): string[] => processesWith(token).filter((pid) => Number(pid) !== launcher.pid)
  while (inside().length < 3) await sleep(10)
  launcher.kill('SIGKILL')
  for (let wait = 0; wait < 200 && processesWith(token).length > 0; wait++) await sleep(10)
  assert.deepEqual(processesWith(token), [])
})

test('many sandboxes at a time do not disturb each other', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, (_, number) =>
      runSandboxed(attackJob({ python: `os.write(3, b'${number}')`, verdict: 'ok' }, 'x')),
    ),
  )
  assert.deepEqual(
    outcomes.map(text),
    Array.from({ length: 12 }, (_, number) => `${number}`),
  )
})
