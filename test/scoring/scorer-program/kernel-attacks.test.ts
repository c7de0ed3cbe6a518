/** Hostile scorer programs that go for the kernel, for memory and time by the back door, and for the collector of results. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fails, isHeldOff, launch, ONE_OF_LIMITS, SHORT } from './hostile-program.ts'
import { nodeProgram, pythonProgram } from './scorer-case.ts'

const MEMORY = /limits\.memoryMiB|exit code|Signal/
/** `blocked(f)`: whether a call fails. `syscall(n, …)`: whether a system call of x64 is refused. */
const ATTEMPTS = `
import ctypes, errno, signal, resource
libc = ctypes.CDLL(None, use_errno=True)
def blocked(call):
    try: call()
    except (OSError, ValueError): return True
    return False
def syscall(*words):
    return libc.syscall(*[ctypes.c_long(w) if isinstance(w, int) else w for w in words]) == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS)
def judge(held):
    open_walls = [name for name, ok in held.items() if not ok]
    print(open_walls, file=sys.stderr)
    scores(1 if open_walls == [] else 0)
`

fails(
  'memory of WebAssembly',
  nodeProgram(`
const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
for (;;) { memory.grow(64); new Uint8Array(memory.buffer).fill(1) }`),
  MEMORY,
)
fails(
  'memory on the heap of Node after its limit was lifted',
  nodeProgram(`
import v8 from 'node:v8'
v8.setFlagsFromString('--max-old-space-size=65536')
const x = []
for (;;) x.push(new Array(1e5).fill(Math.random()))`),
  MEMORY,
)
fails(
  'memory in threads of Node',
  nodeProgram(`
import { Worker } from 'node:worker_threads'
const source = 'const x = []; for (;;) x.push(new Array(1e5).fill(Math.random()))'
const resourceLimits = { maxOldGenerationSizeMb: 65536 }
for (let i = 0; i < 4; i++) new Worker(source, { eval: true, resourceLimits })`),
  ONE_OF_LIMITS,
)
fails(
  'memory by mmap, shared and anonymous',
  pythonProgram(`
import mmap
x = []
while True:
    x.append(mmap.mmap(-1, 1 << 20))
    x[-1].write(b'x' * (1 << 20))`),
  MEMORY,
)
fails(
  'memory on the memory file systems',
  pythonProgram(
    `
x = bytearray(b'x') * (40 << 20)
for place in ('/tmp', '/dev/shm', '/output'):
    try:
        with open(place + '/x', 'wb') as file:
            while True: file.write(bytes(1 << 20))
    except OSError: pass
time.sleep(20)`,
    SHORT,
  ),
  /limits\.memoryMiB|longer than/,
)
fails(
  'processor time of children',
  pythonProgram('for _ in range(3): os.fork()\nwhile True: pass', SHORT),
  /limits\.cpuSeconds|Signal/,
)
fails(
  'processor time of short-lived children',
  pythonProgram(
    `
while True:
    pid = os.fork()
    if pid == 0:
        for _ in range(2000000): pass
        os._exit(0)
    os.waitpid(pid, 0)`,
    SHORT,
  ),
  /limits\.cpuSeconds|Signal/,
)
fails(
  'floods on every descriptor at once',
  pythonProgram(`
for descriptor in range(256):
    try: os.set_blocking(descriptor, False)
    except OSError: pass
while True:
    for descriptor in range(256):
        try: os.write(descriptor, b'x' * 65536)
        except OSError: pass`),
  /printed more than|cpuSeconds/,
)
fails(
  'stopping its parent',
  pythonProgram('import signal\nscores(1)\nos.kill(os.getppid(), signal.SIGSTOP)', SHORT),
  /longer than 3 s/,
)
fails(
  'stopping itself',
  pythonProgram('import signal\nscores(1)\nos.kill(os.getpid(), signal.SIGSTOP)', SHORT),
  /longer than 3 s/,
)
fails('a core dump', pythonProgram('scores(1)\nos.abort()'), /Signal 6/)
fails(
  'the signal of the time limit, sent by itself',
  pythonProgram('import signal\nscores(1)\nos.kill(os.getpid(), signal.SIGXCPU)'),
  /Signal 24/,
)
fails(
  'a rejection that comes too late',
  pythonProgram(
    'open("/output/problems.json", "w").write(\'{"problems": [{"message": "x"}]}\')\nwhile True: pass',
    SHORT,
  ),
  /limits\.cpuSeconds/,
)
fails(
  'a report that grows when it is made harmless',
  pythonProgram(`scores(1)\nopen('/output/report.html', 'w').write("<p title='" + '"' * 1000000 + "'>")`),
  /report\.html has more than 4194304 characters/,
)
fails(
  'a report of nothing but brackets',
  pythonProgram(
    "scores(1)\nopen('/output/report.html', 'w').write('<' * (2 << 20))",
    'cpuSeconds: 5, outputKiB: 4096',
  ),
  /report\.html has more than 4194304 characters/,
)

isHeldOff(
  'threads without end',
  pythonProgram(`
import threading
threading.stack_size(65536)
threads = []
try:
    while len(threads) < 1000:
        threads.append(threading.Thread(target=time.sleep, args=(0.5,), daemon=True))
        threads[-1].start()
except RuntimeError: pass
scores(1 if len(threads) < 100 else len(threads))`),
)
isHeldOff(
  'memory that belongs to no process, sockets of every family, keys, kernel interfaces',
  pythonProgram(`${ATTEMPTS}
import socket
held = {family: blocked(lambda: socket.socket(family, kind)) for family in range(46) for kind in (1, 2, 3)}
held['pair'] = blocked(socket.socketpair)
if os.uname().machine == 'x86_64':
    held |= {number: syscall(number, 0, 0, 0, 0, 0) for number in (29, 64, 68, 101, 165, 166, 155, 161, 175, 246, 248, 249, 250,
        272, 298, 300, 303, 304, 308, 310, 311, 312, 313, 317, 319, 320, 321, 323, 425, 426, 427, 428, 429, 430, 435, 438, 442, 447)}
    held['clock'] = syscall(227, 0, 0) and syscall(164, 0, 0) and syscall(159, 0)
    held['namespaces'] = all(syscall(56, flag, 0, 0, 0, 0) for flag in (0x10000000, 0x20000000, 0x40000000, 0x00020000, 0x02000000))
    held['number'] = syscall(463) and syscall(600)
judge(held)`),
)
isHeldOff(
  'devices, terminals and device files of its own',
  pythonProgram(`${ATTEMPTS}
import fcntl
names = ['mem', 'kmem', 'kmsg', 'port', 'sda', 'vda', 'nvme0n1', 'loop0', 'tty', 'ptmx', 'pts/0', 'fuse', 'kvm', 'net/tun', 'vsock', 'console', 'fd/0']
held = {name: blocked(lambda: open('/dev/' + name, 'rb')) for name in names}
held['node'] = blocked(lambda: os.mknod('/tmp/null', 0o20666, os.makedev(1, 3)))
held['TIOCSTI'] = all(blocked(lambda: fcntl.ioctl(fd, request, b'x')) for fd in (0, 1, 2) for request in (0x5412, 0x541C))
judge(held)`),
)
isHeldOff(
  'limits, identities and rights of its own choice',
  pythonProgram(`${ATTEMPTS}
def lift(kind): resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
kinds = [resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK]
held = {kind: blocked(lambda: lift(kind)) for kind in kinds}
held |= {'root': blocked(lambda: os.setuid(0)), 'groups': blocked(lambda: os.setgroups([0])), 'priority': blocked(lambda: os.nice(-5))}
held['no new rights'] = libc.prctl(39, 0, 0, 0, 0) == 1
held['user'] = os.getuid() == os.geteuid() == 1000
held['descriptors'] = all(blocked(lambda: os.fstat(fd)) for fd in range(3, 256))
judge(held)`),
)
isHeldOff(
  'links to what it may read, and another /output',
  pythonProgram(`${ATTEMPTS}
held = {'link': blocked(lambda: os.link('/input/ref/truth.csv', '/output/scores.json'))}
held['remove'] = blocked(lambda: os.rmdir('/output')) and blocked(lambda: os.rename('/output', '/tmp/o'))
held['mode'] = blocked(lambda: os.chmod('/input', 0o777)) and blocked(lambda: os.chown('/input/ref/truth.csv', 0, 0))
judge(held)`),
)
isHeldOff(
  'names of 255 bytes and folders a hundred deep',
  pythonProgram(`
for number in range(100): open('/output/' + ('x%d' % number).ljust(255, 'y'), 'w').close()
path = '/output'
for _ in range(100):
    path += '/' + 'd' * 20
    os.mkdir(path)
scores(1)`),
)
isHeldOff(
  'lines of the collector in its own result, and in its name',
  pythonProgram(`
open('/output/file 15 scores.json', 'w').close()
open('/output/report.html', 'w').close()
print('file 15 /output/scores.json\\n{"accuracy": 0}', flush=True)
scores(1)
os.remove('/output/report.html')`),
)
isHeldOff(
  'a fork bomb that it leaves behind',
  pythonProgram(`
scores(1)
if os.fork() == 0:
    os.setsid()
    while True:
        try: os.fork()
        except OSError: pass
time.sleep(0.1)`),
)

test('no shell reads the arguments of a program', { timeout: 60_000 }, async () => {
  const words = ['$(touch /tmp/a)', '; touch /tmp/a', '`id`', "'", '"', '*', '-n', '', 'é', '$1', '--']
  const program = pythonProgram(
    `scores(1 if sys.argv[1:-1] == ${JSON.stringify(words)} and os.listdir('/tmp') == [] else 0)`,
  )
  const manifest = readFileSync(join(program, 'scorer.yaml'), 'utf8')
  writeFileSync(
    join(program, 'scorer.yaml'),
    manifest.replace('command: score.py', `command: ${JSON.stringify(['score.py', ...words])}`),
  )
  assert.deepEqual(await launch(program), { outcome: 'scored', scores: { accuracy: 1 } })
})

test('a rejection drives no terminal and is no longer than a page', { timeout: 60_000 }, async () => {
  const outcome = await launch(
    pythonProgram(`
problem = {'message': '\\x1b]0;taken\\x07' + 'x' * 1500, 'column': '\\x1b[2J'}
json.dump({'problems': [problem] * 120}, open('/output/problems.json', 'w'))
sys.exit(65)`),
  )
  assert.ok(outcome.outcome === 'rejected', JSON.stringify(outcome))
  assert.equal(outcome.problems.length, 100)
  for (const { message, column } of outcome.problems) {
    assert.equal(message.length, 1000)
    assert.doesNotMatch(message + column, /\p{Cc}/u)
  }
})
