/** The result of a program as a stream: back-pressure, limits, early ends. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SandboxStream, type StreamingJob, streamSandboxed } from '#scoring/sandbox/stream-sandboxed.ts'
import { attackJob, processesWith } from './attack.ts'

const MIB = 1024 * 1024

function job(python: string, token: string, limits: Partial<StreamingJob['limits']> = {}): StreamingJob {
  return attackJob(
    { python, verdict: 'ok', limits: { outputBytes: 64 * MIB, cpuSeconds: 10, ...limits } },
    token,
  )
}

let count = 0
const token = () => `stream-${process.pid}-${count++}`

async function readAll({ chunks }: SandboxStream): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

test('a result larger than any buffer arrives whole and in order', { timeout: 120_000 }, async () => {
  const stream = streamSandboxed(job('for i in range(300): os.write(3, bytes([i % 256]) * 65536)', token()))
  const bytes = await readAll(stream)
  assert.equal((await stream.outcome).verdict, 'ok')
  await stream.stop()
  assert.equal(bytes.length, 300 * 65_536)
  for (let i = 0; i < 300; i++)
    assert.ok(bytes[i * 65_536] === i % 256 && bytes[i * 65_536 + 65_535] === i % 256)
})

test('a program waits for a reader who takes his time', { timeout: 120_000 }, async () => {
  // it says on stdout how much it has got rid of
  const python = 'for i in range(100):\n  os.write(3, b"x" * 100000)\n  print(i, flush=True)'
  const stream = streamSandboxed(job(python, token()))
  const chunks = stream.chunks[Symbol.asyncIterator]()
  await chunks.next()
  await sleep(1000)
  let size = 65_536
  for (;;) {
    const next = await chunks.next()
    if (next.done) break
    size += next.value.length
  }
  const { verdict, wallSeconds } = await stream.outcome
  await stream.stop()
  assert.equal(verdict, 'ok')
  assert.ok(size <= 10_000_000 + 65_536 && size >= 10_000_000)
  assert.ok(wallSeconds >= 0.9, `it was done after ${wallSeconds} s, before anybody read`)
})

test('a stream that is accepted ends its program, which counts as ended well', {
  timeout: 120_000,
}, async () => {
  const name = token()
  const stream = streamSandboxed(job('os.write(3, b"whole")\nos.close(3)\ntime.sleep(100)', name))
  assert.equal(String(await readAll(stream)), 'whole')
  stream.accept()
  const { verdict, wallSeconds } = await stream.outcome
  assert.equal(verdict, 'ok')
  assert.ok(wallSeconds < 50)
  await stream.stop()
  assert.deepEqual(processesWith(name), [])
})

test('more than the limit ends the program, and no more than the limit is handed out', {
  timeout: 120_000,
}, async () => {
  const name = token()
  const stream = streamSandboxed(job('while True: os.write(3, b"x" * 65536)', name, { outputBytes: MIB }))
  assert.ok((await readAll(stream)).length <= MIB)
  assert.equal((await stream.outcome).verdict, 'output_limit')
  await stream.stop()
  assert.deepEqual(processesWith(name), [])
})

test('time and memory are limited as ever, and end the stream', { timeout: 120_000 }, async () => {
  const slow = streamSandboxed(job('os.write(3, b"x")\nwhile True: pass', token(), { cpuSeconds: 1 }))
  assert.equal((await readAll(slow)).toString(), 'x')
  assert.equal((await slow.outcome).verdict, 'time_limit')
  await slow.stop()
  const python = 'os.write(3, b"x")\nhoard = []\nwhile True: hoard.append(bytearray(os.urandom(1 << 20)))'
  const large = streamSandboxed(job(python, token(), { memoryBytes: 64 * MIB }))
  assert.equal((await readAll(large)).toString(), 'x')
  assert.ok(['memory_limit', 'crashed'].includes((await large.outcome).verdict))
  await large.stop()
})

test('a reader who goes away leaves no process', { timeout: 120_000 }, async () => {
  const name = token()
  const stream = streamSandboxed(job('while True: os.write(3, b"x" * 65536)', name, { outputBytes: 2 ** 40 }))
  for await (const _ of stream.chunks) break
  await stream.stop()
  assert.deepEqual(processesWith(name), [])
})

test('an abort ends the program and rejects', { timeout: 120_000 }, async () => {
  const name = token()
  const stopping = new AbortController()
  const stream = streamSandboxed({ ...job('time.sleep(60)', name), signal: stopping.signal })
  setTimeout(() => stopping.abort(new Error('enough')), 300)
  await readAll(stream)
  await assert.rejects(stream.outcome, /enough/)
  await stream.stop()
  assert.deepEqual(processesWith(name), [])
})

test('what a program wrote is there for a reader who comes after its end', { timeout: 120_000 }, async () => {
  const stream = streamSandboxed(job('os.write(3, b"x" * 5000)', token()))
  await sleep(2000)
  assert.equal((await readAll(stream)).length, 5000)
  assert.equal((await stream.outcome).verdict, 'ok')
  await stream.stop()
})

test('too much is too much, even if the program has ended before it is read', {
  timeout: 120_000,
}, async () => {
  // less than a pipe holds, so that the program need not wait for its reader
  const stream = streamSandboxed(job('os.write(3, b"x" * 5000)', token(), { outputBytes: 4999 }))
  await sleep(2000)
  assert.ok((await readAll(stream)).length <= 4999)
  assert.equal((await stream.outcome).verdict, 'output_limit')
  await stream.stop()
})

for (const [name, python, expected] of [
  ['closes the stream and goes on', 'os.close(3)\ntime.sleep(0.3)\nos.write(1, b"done")', ''],
  [
    'leaves children that keep the stream open',
    'os.write(3, b"x")\nfor _ in range(2):\n  if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(100)\n    time.sleep(100)',
    'x',
  ],
  ['never reads its input', 'os.write(3, b"x")\nos.close(0)', 'x'],
] as const) {
  test(`a program that ${name} ends as it should`, { timeout: 120_000 }, async () => {
    const name = token()
    const stream = streamSandboxed({ ...job(python, name), stdin: 'x'.repeat(4 * MIB) })
    assert.equal((await readAll(stream)).toString(), expected)
    assert.equal((await stream.outcome).verdict, 'ok')
    await stream.stop()
    assert.deepEqual(processesWith(name), [])
  })
}

test('a program that ignores every signal ends when its reader goes away', { timeout: 120_000 }, async () => {
  const name = token()
  const python = `
import signal
for number in range(1, 65):
  try: signal.signal(number, signal.SIG_IGN)
  except (OSError, ValueError): pass
os.write(3, b"x")
time.sleep(100)`
  const stream = streamSandboxed(job(python, name))
  for await (const _ of stream.chunks) break
  await stream.stop()
  assert.deepEqual(processesWith(name), [])
})

test('a program that writes nothing is an empty stream with a verdict', { timeout: 120_000 }, async () => {
  const stream = streamSandboxed(job('sys.exit(3)', token()))
  assert.equal((await readAll(stream)).length, 0)
  const { verdict, exitCode } = await stream.outcome
  await stream.stop()
  assert.deepEqual([verdict, exitCode], ['crashed', 3])
})
