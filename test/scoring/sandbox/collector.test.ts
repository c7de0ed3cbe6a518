import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collectorCommand, parseCollected } from '#scoring/sandbox/collector.ts'

const asked = ['/output/a.json', '/output/b.html']
const parse = (text: string) => parseCollected(new TextEncoder().encode(text), asked)

test('files of any bytes come out as they went in', () => {
  const parts = [new Uint8Array([0, 10, 255, 10]), new Uint8Array(0)]
  const stream = Buffer.concat([
    ...['file 4 /output/a.json\n', parts[0], 'file 0 /output/b.html\n', parts[1]].map((part) =>
      Buffer.from(part as string),
    ),
  ])
  const { result, problem } = parseCollected(stream, asked)
  assert.equal(problem, null)
  assert.deepEqual(
    [...result.files],
    [
      ['/output/a.json', parts[0]],
      ['/output/b.html', parts[1]],
    ],
  )
})

test('an empty stream is no file and no problem', () => {
  assert.deepEqual(parse(''), { result: { bytes: new Uint8Array(0), files: new Map() }, problem: null })
})

test('what is not in order is a problem', () => {
  const table: [string, RegExp][] = [
    ['special 0 /output/a.json\n', /not a regular file/],
    ['large 99999 /output/a.json\n', /99999 bytes/],
    ['file 5 /output/a.json\nabc', /to its end/],
    ['file 1 /output/other\nx', /not in order/],
    ['file 1 /output/a.json\nxfile 1 /output/a.json\nx', /not in order/],
    ['file -1 /output/a.json\n', /not in order/],
    ['file 1e3 /output/a.json\n', /not in order/],
    ['file 3 /output/a.json', /not in order/],
    ['\n', /not in order/],
  ]
  for (const [stream, problem] of table) assert.match(parse(stream).problem ?? '', problem, stream)
})

test('only plain paths below /output may be asked for', () => {
  for (const path of [
    '/etc/passwd',
    '/output',
    '/output/',
    '/output/../x',
    '/output/.x',
    '/output/a b',
    '/output/$(x)',
  ]) {
    assert.throws(() => collectorCommand([path], 1, ['/usr/bin/true']), RangeError, path)
  }
})
