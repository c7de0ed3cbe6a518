import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSandboxed } from '#scoring/sandbox/run-sandboxed.ts'
import { attack, attackJob, probe, processesWith } from './attack.ts'

attack('an endless loop in Python', {
  python: 'while True: pass',
  limits: { cpuSeconds: 1 },
  verdict: 'time_limit',
})

attack('an endless loop in JavaScript', {
  javascript: 'for (;;);',
  limits: { cpuSeconds: 1 },
  verdict: 'time_limit',
})

attack('a loop that ignores SIGXCPU', {
  python: 'import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass',
  limits: { cpuSeconds: 1 },
  verdict: 'time_limit',
})

attack('processor time of children counts', {
  python: `
for _ in range(4):
    if os.fork() == 0:
        while True: pass
time.sleep(100)
`,
  limits: { cpuSeconds: 1, wallSeconds: 100 },
  verdict: 'time_limit',
  check: (outcome) => assert.match(outcome.reason, /processor time/),
})

attack('processor time of short-lived children that nobody waits for counts', {
  python: `
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        start = time.process_time()
        while time.process_time() - start < 0.3: pass
        os._exit(0)
    time.sleep(0.35)
`,
  limits: { cpuSeconds: 1, wallSeconds: 100 },
  verdict: 'time_limit',
  check: (outcome) => assert.match(outcome.reason, /processor time/),
})

attack('sleeping past the wall limit', {
  python: 'time.sleep(100)',
  limits: { wallSeconds: 0.5 },
  verdict: 'time_limit',
  check: (outcome) => assert.match(outcome.reason, /longer than 0.5 s/),
})

probe('reading standard input that never comes ends at once', {
  python: 'os.write(3, str(len(sys.stdin.read())).encode())',
  verdict: 'ok',
  check: (_, result) => assert.equal(result, '0'),
})

probe('a pipe that nobody reads', {
  python: 'a, b = os.pipe()\nwhile True: os.write(b, bytes(65536))',
  limits: { wallSeconds: 0.5 },
  verdict: 'time_limit',
})

test('an aborted job rejects with the reason and leaves nothing', async () => {
  const abort = new AbortController()
  const reason = new Error('the worker is told to stop')
  const run = runSandboxed(
    attackJob(
      { python: 'time.sleep(100)', verdict: 'ok', job: { signal: abort.signal } },
      'aborted-job-token',
    ),
  )
  setTimeout(() => abort.abort(reason), 50)
  await assert.rejects(run, reason)
  assert.deepEqual(processesWith('aborted-job-token'), [])
})
