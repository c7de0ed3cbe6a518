import assert from 'node:assert/strict'
import { attack, probe } from './attack.ts'

const limits = { cpuSeconds: 10 }

attack('memory on the heap of Python', {
  python: 'kept = []\nwhile True: kept.append(bytearray(1 << 20))',
  limits,
  verdict: ['memory_limit', 'crashed'],
})

attack('memory on the heap of V8', {
  javascript: 'const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random()))',
  limits,
  verdict: 'memory_limit',
})

attack('memory in Buffers outside the heap of V8', {
  javascript: 'const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1))',
  limits,
  verdict: 'memory_limit',
})

attack('memory of WebAssembly', {
  javascript: `const kept = []; for (;;) { const memory = new WebAssembly.Memory({ initial: 160 })
    new Uint8Array(memory.buffer).fill(1); kept.push(memory) }`,
  limits,
  verdict: ['memory_limit', 'crashed'],
})

attack('memory by mmap, shared and anonymous', {
  python: `
import mmap
kept = []
while True:
    area = mmap.mmap(-1, 1 << 22)
    for page in range(0, 1 << 22, 4096): area[page] = 1
    kept.append(area)
`,
  limits,
  verdict: ['memory_limit', 'crashed'],
})

attack('memory over many processes that each stay small', {
  python: `
for _ in range(30):
    if os.fork() == 0:
        kept = bytearray(b'x') * (16 << 20)
        time.sleep(100)
time.sleep(100)
`,
  limits,
  verdict: 'memory_limit',
})

attack('memory on the temporary file system', {
  python: `
for folder in ('/tmp', '/dev/shm', '/output'):
    try:
        with open(folder + '/fill', 'wb') as file:
            while True: file.write(bytes(1 << 20))
    except OSError: pass
kept = bytearray(b'x') * (60 << 20)
time.sleep(100)
`,
  limits,
  verdict: ['memory_limit', 'crashed'],
})

attack('pages shared between forks are not counted twice', {
  python: `
kept = bytearray(b'x') * (70 << 20)
children = []
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        time.sleep(0.3)
        os._exit(0)
    children.append(pid)
for pid in children: os.waitpid(pid, 0)
os.write(3, b'1')
`,
  verdict: 'ok',
})

attack('many small files', {
  python: `
number = 0
while True:
    os.close(os.open(f'/tmp/{number}', os.O_CREAT | os.O_WRONLY))
    number += 1
`,
  limits,
  verdict: ['output_limit', 'memory_limit'],
})

attack('pipes full of bytes stay within what the kernel allows one user', {
  python: `
import fcntl
kept = 0
pipes = []
try:
    while True:
        pipes.append(os.pipe())
        fcntl.fcntl(pipes[-1][1], 4, os.O_NONBLOCK)
        try: fcntl.fcntl(pipes[-1][1], 1031, 1 << 20)
        except OSError: pass
        try:
            while True: kept += os.write(pipes[-1][1], bytes(4096))
        except BlockingIOError: pass
except OSError: pass
os.write(3, str(kept).encode())
`,
  verdict: ['ok', 'memory_limit'],
  check: (_, result) => assert.ok(Number(result) < 128 << 20, result),
})

probe('a job within its limit is told what it used', {
  python: "kept = bytearray(b'x') * (40 << 20)\ntime.sleep(0.2)\nos.write(3, b'1')",
  verdict: 'ok',
  check: ({ peakMemoryBytes }) =>
    assert.ok(peakMemoryBytes > 40 << 20 && peakMemoryBytes < 90 << 20, `${peakMemoryBytes}`),
})
