import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { checkSource, rejectionOf } from '#datasets/check-source.ts'
import { binaryCases } from './binary-cases.ts'
import type { CorpusCase } from './corpus-case.ts'
import { csvCases } from './csv-cases.ts'
import { jsonCases } from './json-cases.ts'
import { requireExpected } from './require-expected.ts'
import { wrappedCases } from './wrapped-cases.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-corpus-'))
after(() => rmSync(folder, { recursive: true }))

/** In this process, for speed; test/bin/dataset.test.ts goes through the command line and its sandbox. */
async function check(corpusCase: CorpusCase): Promise<void> {
  // the name says nothing, so that the content must
  const path = join(folder, 'file')
  writeFileSync(path, await corpusCase.make())
  const outcome = await checkSource(path).then(
    (source) => ({ outcome: 'accepted', ...source }) as const,
    (error: unknown) => rejectionOf(error),
  )
  requireExpected(corpusCase, outcome)
}

for (const [kind, cases] of Object.entries({
  csv: csvCases,
  jsonl: jsonCases,
  wrapped: wrappedCases,
  binary: binaryCases,
})) {
  describe(kind, () => {
    for (const one of cases) if (!one.isHeavy) test(one.name, () => check(one))
  })
}

test('there are enough of them, and each is named once', () => {
  const all = [...csvCases, ...jsonCases, ...wrappedCases, ...binaryCases]
  assert.ok(all.length >= 250, `${all.length}`)
})
