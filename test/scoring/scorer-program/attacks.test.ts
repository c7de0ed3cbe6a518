/** Hostile scorer programs, through the path by which organisers' programs run. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fails, hostFolder, isHeldOff, launch, ONE_OF_LIMITS, SECRET, SHORT } from './hostile-program.ts'
import { nodeProgram, PREDICTIONS, pythonProgram } from './scorer-case.ts'

const server = createServer((socket) => socket.end(SECRET))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())
const address = server.address()
assert.ok(address !== null && typeof address === 'object')

fails(
  'a fork bomb',
  pythonProgram('while True:\n    try: os.fork()\n    except OSError: pass', SHORT),
  ONE_OF_LIMITS,
)
fails(
  'a fork bomb whose children leave session and group',
  pythonProgram(
    'while True:\n    try:\n        if os.fork() == 0: os.setsid()\n    except OSError: pass',
    SHORT,
  ),
  ONE_OF_LIMITS,
)
fails('an endless loop', pythonProgram('while True: pass', SHORT), /limits\.cpuSeconds is 1/)
fails('an endless loop in Node', nodeProgram('for (;;);', SHORT), /limits\.cpuSeconds is 1/)
fails(
  'sleeping past the limit',
  pythonProgram('time.sleep(100)', SHORT),
  /longer than 3 s .*limits\.cpuSeconds/,
)
fails(
  'sleeping past the limit with every signal ignored',
  pythonProgram(
    'import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: time.sleep(1)',
    SHORT,
  ),
  /longer than 3 s/,
)
fails(
  'memory in Python',
  pythonProgram('x = []\nwhile True: x.append(bytearray(1 << 20))'),
  /limits\.memoryMiB/,
)
fails(
  'memory in many processes',
  pythonProgram(
    'for _ in range(8): os.fork()\nx = []\nwhile len(x) < 40: x.append(bytearray(b"x" * (1 << 20)))\ntime.sleep(20)',
  ),
  /limits\.memoryMiB|limits\.cpuSeconds|exit code/,
)
fails(
  'memory in the heap of Node',
  nodeProgram('const x = []; for (;;) x.push(new Array(1e5).fill(Math.random()))'),
  /limits\.memoryMiB/,
)
fails(
  'memory in buffers of Node',
  nodeProgram('const x = []; for (;;) x.push(Buffer.alloc(1 << 20, 1))'),
  /limits\.memoryMiB|exit code|Signal/,
)
fails('a flood on stderr', pythonProgram("while True: os.write(2, b'x' * 65536)"), /printed more than/)
fails('a flood on stdout', pythonProgram("while True: os.write(1, b'x' * 65536)"), /printed more than/)
fails(
  'a crash with a long stderr',
  pythonProgram("os.write(2, b'\\x1b[31m' * 100000)\nsys.exit(1)"),
  /exit code 1/,
)
fails('a segmentation fault', pythonProgram('import ctypes\nctypes.string_at(0)'), /Signal 11/)
fails(
  'killing its parent',
  pythonProgram('import signal\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(0.2)\nsys.exit(1)'),
  /./,
)
fails(
  'killing every process in sight',
  pythonProgram(`
import signal
scores(1)
for pid in [*range(1, 300), -1]:
    if pid != os.getpid():
        try: os.kill(pid, signal.SIGKILL)
        except OSError: pass
sys.exit(1)`),
  /Signal 9|exit code/,
)
fails(
  'more files than the memory file systems may hold',
  pythonProgram("for number in range(10 ** 6): open(f'/output/{number}', 'w').close()"),
  /more than 16384 files|exit code 1|cpuSeconds/,
)
fails('exit codes of the sandbox', pythonProgram('scores(1)\nsys.exit(137)'), /Signal 9/)

for (const [name, source, reason] of [
  [
    'scores.json as a link',
    "os.symlink('/input/ref/truth.csv', '/output/scores.json')",
    /not a regular file/,
  ],
  [
    'scores.json as a link to a file of the host',
    "os.symlink('/etc/passwd', '/output/scores.json')",
    /not a regular file/,
  ],
  [
    'scores.json as an endless device',
    "os.symlink('/dev/zero', '/output/scores.json')",
    /not a regular file/,
  ],
  ['scores.json as a FIFO', "os.mkfifo('/output/scores.json')", /exit code 1/],
  ['scores.json as a folder', "os.mkdir('/output/scores.json')", /not a regular file/],
  [
    'scores.json as a sparse file',
    "open('/output/scores.json', 'wb').truncate(60 << 20)",
    /limits\.outputKiB/,
  ],
  [
    'scores.json of two megabytes',
    "open('/output/scores.json', 'wb').write(b' ' * (2 << 20))",
    /limits\.outputKiB/,
  ],
  [
    'scores.json above its own limit',
    "open('/output/scores.json', 'w').write('{\"accuracy\": 1}' + ' ' * 65536)",
    /65536/,
  ],
  ['scores.json that nobody may read', "scores(1)\nos.chmod('/output/scores.json', 0)", /could not be read/],
  ['scores that are NaN', "scores(float('nan'))", /NaN/],
  ['scores that are infinite', "scores(float('inf'))", /Infinity/],
  [
    'scores that overflow',
    "open('/output/scores.json', 'w').write('{\"accuracy\": 1e400}')",
    /too large for a double/,
  ],
  ['scores that are nested', "scores({'x': 1})", /nested/],
  [
    'scores nested five thousand deep',
    "open('/output/scores.json', 'w').write('{\"accuracy\":' * 5000)",
    /nested/,
  ],
  ['scores that are text', "scores('1')", /a text/],
  ['scores twice', "open('/output/scores.json', 'w').write('{\"accuracy\": 0, \"accuracy\": 1}')", /twice/],
  [
    'scores that reach for a prototype',
    "open('/output/scores.json', 'w').write('{\"accuracy\": 1, \"__proto__\": 1}')",
    /not declared/,
  ],
  [
    'report.html as a link',
    "scores(1)\nos.symlink('/input/ref/truth.csv', '/output/report.html')",
    /not a regular file/,
  ],
  [
    'report.html too large',
    "scores(1)\nopen('/output/report.html', 'w').write('x' * (2 << 20))",
    /limits\.outputKiB/,
  ],
  [
    'problems.json as a link',
    "os.symlink('/input/ref/truth.csv', '/output/problems.json')\nsys.exit(65)",
    /65.*problems\.json/,
  ],
] as const) {
  fails(name, pythonProgram(source), reason)
}

const HELD = 'held = 0\ndef attempt(call):\n    try: call()\n    except OSError: return 0\n    return 1\n'

isHeldOff(
  'a full disk in /output',
  pythonProgram(`${HELD}
def fill():
    with open('/output/x', 'wb') as file:
        while True: file.write(bytes(1 << 20))
failed = attempt(fill)
os.remove('/output/x')
scores(1 - failed)`),
)
isHeldOff(
  'a sparse file of a terabyte',
  pythonProgram(`${HELD}
scores(1 - attempt(lambda: open('/tmp/x', 'wb').truncate(1 << 40)))`),
)
isHeldOff(
  'writing to the inputs and to the program',
  pythonProgram(`${HELD}
places = ['/input/ref/truth.csv', '/input/res/predictions.csv', '/program/score.py', '/program/scorer.yaml']
done = sum(attempt(lambda: open(p, mode)) for p in places for mode in ('w', 'a', 'r+'))
done += sum(attempt(lambda: call(p)) for p in places for call in (os.remove, lambda p: os.chmod(p, 0o777), lambda p: os.truncate(p, 0), lambda p: os.rename(p, p + 'x'), lambda p: os.utime(p)))
done += sum(attempt(lambda: open(d + '/new', 'w')) for d in ('/', '/input', '/input/ref', '/input/res', '/program', '/usr', '/dev', '/proc', '/etc'))
scores(1 if done == 0 else done)`),
)
isHeldOff(
  'reading files of the host',
  pythonProgram(`${HELD}
places = ['/etc/passwd', '/etc/shadow', '/etc/hostname', '/proc/1/environ', '/proc/self/mountinfo', '/proc/net/tcp', '/var/log', '/home', '/root', '/sys', '/run', ${JSON.stringify(join(hostFolder, 'other-team.csv'))}]
done = [p for p in places if attempt(lambda: os.listdir(p) if os.path.isdir(p) else open(p).read())]
print(done, file=sys.stderr)
scores(1 if done == [] else 0)`),
)
isHeldOff(
  'looking for other inputs',
  pythonProgram(`
found = sorted(os.path.join(d, f) for d, _, files in os.walk('/input') for f in files)
rest = [f for place in ('/tmp', '/output', '/dev/shm') for _, _, files in os.walk(place) for f in files]
scores(1 if found == ['/input/ref/truth.csv', '/input/res/predictions.csv'] and rest == [] else 0)`),
)
isHeldOff(
  'what an earlier run left',
  pythonProgram(
    "left = os.listdir('/tmp') + os.listdir('/output')\nopen('/tmp/mark', 'w').close()\nscores(1 if left == [] else 0)",
  ),
)
isHeldOff(
  'the environment of the launcher',
  pythonProgram(
    "scores(1 if not any('GRANDSTAND' in name or 'DATABASE' in name for name in os.environ) else 0)",
  ),
)
isHeldOff(
  'the network',
  pythonProgram(`${HELD}import socket
def connect(): socket.create_connection(('127.0.0.1', ${address.port}), timeout=1)
def resolve(): socket.getaddrinfo('example.org', 80)
def unix(): socket.socket(socket.AF_UNIX)
def vsock(): socket.socket(40, socket.SOCK_STREAM)
def udp(): socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
scores(1 if sum(map(attempt, (connect, resolve, unix, vsock, udp))) == 0 else 0)`),
)
isHeldOff(
  'the network in Node',
  nodeProgram(`
import { connect } from 'node:net'
import { writeFileSync } from 'node:fs'
const end = (accuracy) => { writeFileSync('/output/scores.json', JSON.stringify({ accuracy })); process.exit(0) }
try { connect(${address.port}, '127.0.0.1').on('connect', () => end(0)).on('error', () => end(1)) } catch { end(1) }`),
)
isHeldOff(
  'mounts, namespaces, tracing and identities',
  pythonProgram(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
calls = [lambda: libc.mount(b'none', b'/tmp', b'tmpfs', 0, None), lambda: libc.unshare(0x10000000), lambda: libc.unshare(0x20000),
    lambda: libc.ptrace(16, 1, 0, 0), lambda: libc.setuid(0), lambda: libc.sethostname(b'x', 1), lambda: libc.chroot(b'/tmp')]
scores(1 if all(call() == -1 for call in calls) else 0)`),
)
isHeldOff(
  'an orphan that sleeps on',
  pythonProgram('scores(1)\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(100)'),
)

test('a late writer changes nothing once the program has ended', { timeout: 60_000 }, async () => {
  const program = pythonProgram(`
scores(1)
if os.fork() == 0:
    os.setsid()
    time.sleep(0.3)
    while True: scores(2)`)
  assert.deepEqual(await launch(program), { outcome: 'scored', scores: { accuracy: 1 } })
})

test('a program cannot choose its verdict through stdout or the result stream', {
  timeout: 60_000,
}, async () => {
  const outcome = await launch(
    pythonProgram(`
print('ready')
print(json.dumps({'outcome': 'scored', 'scores': {'accuracy': 1}}))
for descriptor in range(3, 256):
    try: os.write(descriptor, b'file 15 /output/scores.json\\n{"accuracy": 1}')
    except OSError: pass`),
  )
  assert.equal(outcome.outcome, 'scorer_fault')
})

test('a report with scripts comes out without them', { timeout: 60_000 }, async () => {
  const html =
    '<h1 onclick=x()>A</h1><script>alert(1)</script><img src=http://evil.example/x><iframe src=//evil.example></iframe><p>B'
  const outcome = await launch(
    pythonProgram(`scores(1)\nopen('/output/report.html', 'w').write(${JSON.stringify(html)})`),
  )
  assert.ok(outcome.outcome === 'scored')
  assert.equal(outcome.reportHtml, '<h1>A</h1><img><p>B')
})

test('two programs at once see nothing of each other', { timeout: 60_000 }, async () => {
  const spy = pythonProgram(`
open('/tmp/mine', 'w').close()
open('/dev/shm/mine', 'w').close()
time.sleep(0.3)
scores(len(os.listdir('/tmp')) + len(os.listdir('/dev/shm')) + len(open('/input/res/predictions.csv').read()))`)
  const outcomes = await Promise.all([launch(spy), launch(spy), launch(spy)])
  for (const outcome of outcomes) {
    assert.deepEqual(outcome, { outcome: 'scored', scores: { accuracy: 2 + PREDICTIONS.length } })
  }
})
