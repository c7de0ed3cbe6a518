import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { StrippedSources } from '#scoring/sandbox/stripped-sources.ts'

const root = mkdtempSync(join(tmpdir(), 'grandstand-stripped-test-'))
after(() => rmSync(root, { recursive: true, force: true }))

/** Asks for these sources as one process would; gives the results, and what had to be stripped for them. */
function askFor(sources: readonly string[]): { results: string[]; stripped: string[] } {
  const stripped: string[] = []
  const cache = new StrippedSources(root, (source) => {
    stripped.push(source)
    return source.toUpperCase()
  })
  const results = sources.map((source) => cache.get(source))
  cache.save()
  return { results, stripped }
}

test('a source is stripped once, whatever process asks, and anew when it has changed', () => {
  assert.deepEqual(askFor(['a', 'b']), { results: ['A', 'B'], stripped: ['a', 'b'] })
  assert.deepEqual(askFor(['a', 'b']), { results: ['A', 'B'], stripped: [] })
  assert.deepEqual(askFor(['a', 'b2']), { results: ['A', 'B2'], stripped: ['b2'] })
  assert.deepEqual(askFor(['b']).stripped, ['b'], 'what was not asked for is not kept')
})

test('a cache that cannot be used costs time and nothing else', () => {
  askFor(['a'])
  const folder = join(root, 'node_modules', '.cache', 'grandstand')
  const [file] = readdirSync(folder)
  for (const content of ['', '[["half', '7', readFileSync(join(folder, file), 'utf8').slice(0, -3)]) {
    writeFileSync(join(folder, file), content)
    assert.deepEqual(askFor(['a']), { results: ['A'], stripped: ['a'] })
  }
  rmSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(join(root, 'node_modules'), 'in the way')
  assert.deepEqual(askFor(['a']), { results: ['A'], stripped: ['a'] })
})
