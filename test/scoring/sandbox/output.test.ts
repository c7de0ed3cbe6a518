import assert from 'node:assert/strict'
import { attack, probe } from './attack.ts'

const scores = { resultFiles: ['/output/scores.json'] }

attack('a flood on stdout', { python: "while True: os.write(1, b'x' * 65536)", verdict: 'output_limit' })
attack('a flood on stderr', { python: "while True: os.write(2, b'x' * 65536)", verdict: 'output_limit' })
attack('a flood on the result', { python: "while True: os.write(3, b'x' * 65536)", verdict: 'output_limit' })

probe('a flood on every descriptor at once', {
  python: `
import fcntl
for number in range(1024):
    try: fcntl.fcntl(number, 4, os.O_NONBLOCK)
    except OSError: pass
while True:
    for number in range(1024):
        try: os.write(number, b'x' * 65536)
        except OSError: pass
`,
  verdict: 'output_limit',
  check: (outcome) => {
    assert.ok(outcome.stdout.length <= 16_384 && outcome.stderr.length <= 16_384)
    assert.ok(outcome.result.bytes.length <= 65_536)
  },
})

probe('what was printed last is kept', {
  python: "print('x' * 100000 + 'the end')\nos.write(3, b'1')",
  verdict: 'ok',
  check: (outcome) => assert.ok(outcome.stdout.endsWith('xxthe end\n') && outcome.stdout.length === 16_384),
})

probe('a result of exactly the limit is whole', {
  python: "os.write(3, b'x' * 65536)",
  verdict: 'ok',
  check: (_, result) => assert.equal(result.length, 65_536),
})

probe('a result file is handed out byte for byte', {
  python: "open('/output/scores.json', 'wb').write(bytes(range(256)) * 4)",
  job: scores,
  verdict: 'ok',
  check: ({ result }) =>
    assert.deepEqual(
      Buffer.from(result.files.get('/output/scores.json') ?? []),
      Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256)),
    ),
})

probe('a result file that is absent is absent', {
  python: 'pass',
  job: { ...scores, checkResult: ({ files }) => (files.size === 0 ? 'There is no scores.json' : null) },
  verdict: 'bad_output',
})

const special = (name: string, python: string): void =>
  probe(name, { python, job: scores, verdict: 'bad_output', check: (_, result) => assert.equal(result, '') })

special('the result as a symbolic link', "os.symlink('/etc/ld.so.cache', '/output/scores.json')")
special('the result as a dangling symbolic link', "os.symlink('/etc/shadow', '/output/scores.json')")
special('the result as a link to an endless device', "os.symlink('/dev/zero', '/output/scores.json')")
special('the result as a folder', "os.mkdir('/output/scores.json')")
special('the result as a sparse file', "file = open('/output/scores.json', 'wb')\nfile.truncate(60 << 20)")
special('the result larger than the limit', "open('/output/scores.json', 'wb').write(b'x' * 65537)")
special(
  'the result unreadable',
  "open('/output/scores.json', 'w').write('{}')\nos.chmod('/output/scores.json', 0)",
)

probe('the result as a FIFO cannot be made', {
  python: "os.mkfifo('/output/scores.json')",
  job: scores,
  verdict: 'crashed',
  check: (outcome) => assert.match(outcome.stderr, /PermissionError/),
})

probe('a huge sparse file is refused', {
  python: `
try: os.truncate(os.open('/tmp/x', os.O_CREAT | os.O_WRONLY), 1 << 40)
except OSError as error: os.write(3, str(error.errno).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.equal(result, '27'), // EFBIG; Python ignores SIGXFSZ
})

probe('a file larger than the file limit ends by SIGXFSZ', {
  python: `
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
descriptor = os.open('/tmp/x', os.O_CREAT | os.O_WRONLY)
os.ftruncate(descriptor, 1 << 30)`,
  verdict: 'output_limit',
})

probe('names of 255 bytes and folders a hundred deep', {
  python: `
os.chdir('/output')
try:
    for _ in range(100):
        os.mkdir('n' * 255)
        os.chdir('n' * 255)
except OSError: pass
open('/output/scores.json', 'w').write('{}')`,
  job: scores,
  verdict: 'ok',
  check: (_, result) => assert.equal(result, '{}'),
})

probe('lines of the collector inside the result do not confuse it', {
  python: "open('/output/scores.json', 'w').write('file 3 /output/scores.json\\nabc')",
  job: scores,
  verdict: 'ok',
  check: (_, result) => assert.equal(result, 'file 3 /output/scores.json\nabc'),
})

probe('the program of a collected job has no way to the result stream', {
  python: `
try: os.write(3, b'file 2 /output/scores.json\\n{}')
except OSError as error: print(error.errno)`,
  job: scores,
  verdict: 'ok',
  check: (outcome, result) => assert.deepEqual([outcome.stdout, result], ['9\n', '']),
})

attack('a full disk is the program’s own trouble', {
  python: `
try:
    with open('/output/x', 'wb') as file:
        while True: file.write(bytes(1 << 20))
except OSError as error:
    os.write(3, str(error.errno).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.equal(result, '28'),
})
