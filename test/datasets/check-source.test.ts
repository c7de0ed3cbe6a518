import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type CheckOutcome, checkSource, rejectionOf } from '#datasets/check-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-source-'))
after(() => rmSync(folder, { recursive: true }))

async function check(content: string): Promise<CheckOutcome> {
  const path = join(folder, 'file')
  writeFileSync(path, content)
  return checkSource(path).then(
    (source) => ({ outcome: 'accepted', ...source }) as const,
    (error: unknown) => rejectionOf(error),
  )
}

async function warned(content: string): Promise<string[]> {
  const outcome = await check(content)
  assert.equal(outcome.outcome, 'accepted')
  return outcome.outcome === 'accepted' ? outcome.warnings.map(({ code }) => code) : []
}

test('one column that may be several is told, one of plain words is not', async () => {
  for (const separator of [' ', ':', '^', '~', '\x01', '   ']) {
    const text = ['id,a,b', '1,2,3', '4,5,6', ''].join('\n').replaceAll(',', separator)
    assert.deepEqual(await warned(text), ['one_column'], JSON.stringify(separator))
  }
  assert.deepEqual(await warned('word\nred\ngreen\n'), [])
  assert.deepEqual(await warned('what people said\nhello\nwhy is it so, he\n'.replace(', he', '')), [])
  assert.deepEqual(await warned('a b,c d\n1 2,3 4\n'), [])
})

test('names with spaces around them are told, each', async () => {
  assert.deepEqual(await warned('id, name,x \n1,a,2\n'), ['padded_name', 'padded_name'])
  assert.deepEqual(await warned('id,my name,x\n1,a,2\n'), [])
})

test('how many cells look decoded wrongly is said of one as of several', async () => {
  const told = async (content: string) => {
    const outcome = await check(content)
    return outcome.outcome === 'accepted' ? outcome.warnings.map(({ line, message }) => [line, message]) : []
  }
  const [[line, message]] = await told('id,x\n1,cafÃ©\n2,tea\n')
  assert.equal(line, 2)
  assert.match(String(message), /^1 cell looks decoded wrongly, such as "cafÃ©"/)
  const [[, several]] = await told('id,x\n1,cafÃ©\n2,thÃ©\n')
  assert.match(String(several), /^2 cells look decoded wrongly/)
})

const REASONS: readonly (readonly [string, RegExp])[] = [
  [',a,b\n0,1,2\n1,2,3\n', /index/],
  ['a,b,\n1,2,\n', /separator at the end of each line/],
  ['a,,b\n1,2,3\n', /Give it a name/],
  ['sep=;\na;b\n1;2\n', /tells Excel/],
  ['\na,b\n1,2\n', /first line is empty/],
  ['0,0\n1,2\n', /If this line is a row/],
  ['a,b,a\n1,2,3\n', /stands in the header twice\. Remove or rename one\.$/],
  ['a,b\n1,2\n3\n', /1 cell and the header 2.*line break/],
  ['a,b\n1,2\n3,4,5\n', /3 cells and the header 2.*needs quotes.*\.$/],
  ['a,b\n1,2\n# done\n', /lines of comment/],
  ['My table\na,b\n1,2\n', /title or a note above/],
]

for (const [content, reason] of REASONS) {
  test(`the reason fits: ${JSON.stringify(content)}`, async () => {
    const outcome = await check(content)
    assert.equal(outcome.outcome, 'rejected')
    if (outcome.outcome === 'rejected') assert.match(outcome.problems[0].message, reason)
  })
}
