import assert from 'node:assert/strict'
import { attack, probe } from './attack.ts'

attack('a fork bomb ends at the process limit and nothing of it is left', {
  python: `
while True:
    try: os.fork()
    except OSError: pass
`,
  verdict: ['time_limit', 'memory_limit'],
})

attack('a fork bomb whose children leave session and group', {
  python: `
while True:
    try:
        if os.fork() == 0: os.setsid()
    except OSError: pass
`,
  verdict: ['time_limit', 'memory_limit'],
})

attack('no more processes than the limit exist at a time', {
  python: `
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        count += 1
except OSError:
    pass
os.write(3, str(count).encode())
`,
  limits: { processes: 20 },
  verdict: 'ok',
  check: (_, result) => assert.ok(Number(result) > 0 && Number(result) <= 20, result),
})

attack('threads count as processes', {
  python: `
import threading
count = 0
try:
    while True:
        thread = threading.Thread(target=time.sleep, args=(1,), daemon=True)
        thread.start()
        count += 1
except RuntimeError:
    pass
os.write(3, str(count).encode())
os._exit(0)
`,
  limits: { processes: 20, memoryBytes: 512 * 1024 * 1024 },
  verdict: 'ok',
  check: (_, result) => assert.ok(Number(result) > 0 && Number(result) <= 20, result),
})

attack('an orphan that sleeps on dies with the program', {
  python: `
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(100)
    os._exit(0)
os.write(3, b'1')
`,
  verdict: 'ok',
})

attack('forty children with all signals ignored are gone after the limit', {
  python: `
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
for _ in range(40):
    if os.fork() == 0:
        os.setsid()
        while True: time.sleep(1)
time.sleep(100)
`,
  limits: { wallSeconds: 1 },
  verdict: 'time_limit',
})

probe('every process that may be signalled is killed, process 1 and the host are not', {
  python: `
import signal
for pid in list(range(1, 400)) + [-1]:
    if pid != os.getpid():
        try: os.kill(pid, signal.SIGKILL)
        except OSError: pass
os.write(3, b'alive')
`,
  verdict: 'ok',
  check: (_, result) => assert.equal(result, 'alive'),
})

probe('killing the parent is a crash of the program, not a fault of the platform', {
  python: `
import signal
os.kill(os.getppid(), signal.SIGKILL)
time.sleep(0.1)
sys.exit(3)
`,
  verdict: 'crashed',
})

probe('killing the collector leaves no result', {
  python: `
import signal
open('/output/scores.json', 'w').write('{}')
os.kill(os.getppid(), signal.SIGKILL)
time.sleep(5)
`,
  job: { resultFiles: ['/output/scores.json'] },
  verdict: ['crashed', 'bad_output'],
})

probe('a program that stops its parent runs into the time limit', {
  python: `
import signal
os.kill(os.getppid(), signal.SIGSTOP)
`,
  job: { resultFiles: ['/output/scores.json'] },
  limits: { wallSeconds: 1 },
  verdict: 'time_limit',
})

probe('a late writer cannot change a result file after the program has ended', {
  python: `
open('/output/scores.json', 'w').write('early')
if os.fork() == 0:
    os.setsid()
    while True:
        try: open('/output/scores.json', 'w').write('late')
        except OSError: pass
time.sleep(0.05)
`,
  job: { resultFiles: ['/output/scores.json'] },
  verdict: ['ok', 'bad_output'],
  check: (_, result) => assert.match(result, /^(early|late|)$/),
})

probe('a segmentation fault is a crash', {
  python: 'import ctypes\nctypes.string_at(0)',
  verdict: 'crashed',
  check: (outcome) => assert.equal(outcome.exitCode, 139),
})
