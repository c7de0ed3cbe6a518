/** The judge in the real sandbox: what it answers, and whose fault it is when it does not. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { taskSpecSchema } from '#core/task.ts'
import { JUDGE_LIMITS, judgeInSandbox, readOutcome } from '#scoring/judge/judge-in-sandbox.ts'
import { neutralFolder } from '#scoring/sandbox/neutral-folder.ts'
import { SandboxError } from '#scoring/sandbox/sandbox-error.ts'
import type { SandboxOutcome } from '#scoring/sandbox/sandbox-job.ts'

const folder = mkdtempSync(join(tmpdir(), 'grandstand-judge-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function file(text: string): string {
  const path = join(folder, `${files++}`)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

const spec = taskSpecSchema.parse({ kind: 'classification', classes: ['a', 'b'], metrics: ['accuracy'] })
const truthPath = file('id,label\n1,a\n2,b\n')

describe('judgeInSandbox', () => {
  it('judges files that only their owner may read, and leaves nothing behind', async () => {
    const ids = [1, 2, 3, 4, 5, 6, 7, 8]
    const judgement = await judgeInSandbox({
      spec,
      truthPath: file(`id,label\n${ids.map((id) => `${id},a`).join('\n')}`),
      predictionsPath: file(`id,prediction\n${ids.map((id) => `${id},${id % 2 ? 'a' : 'b'}`).join('\n')}`),
    })
    assert.equal(judgement.outcome, 'scored')
    assert.equal(judgement.splits.all?.scores.accuracy, 0.5)
    assert.equal(judgement.splits.all?.interval?.metric, 'accuracy')
    const left = readdirSync(neutralFolder()).filter((name) => name.startsWith('job-'))
    assert.deepEqual(left, [])
  })
  it('rejects a wrong file as a value', async () => {
    const judgement = await judgeInSandbox({ spec, truthPath, predictionsPath: file('id,prediction\n1,c\n') })
    assert.equal(judgement.outcome, 'rejected')
    assert.deepEqual(judgement.problemCounts, { missing_id: 1, unknown_class: 1 })
  })
  it('throws for a wrong truth, in the words of the judge', async () => {
    const predictionsPath = file('id,prediction\n1,a\n')
    await assert.rejects(
      judgeInSandbox({ spec, truthPath: file('id,label\n'), predictionsPath }),
      (error) =>
        error instanceof GrandstandError &&
        /^The truth cannot be used\. It has no rows\./.test(error.message),
    )
  })
  it('rejects a file that takes more processor time than there is', async () => {
    const rows = Array.from({ length: 300_000 }, (_, i) => `${i},a\n`).join('')
    const judgement = await judgeInSandbox({
      spec,
      truthPath: file(`id,label\n${rows}`),
      predictionsPath: file(`id,prediction\n${rows}`),
      limits: { ...JUDGE_LIMITS, cpuSeconds: 0.1 },
    })
    assert.equal(judgement.outcome, 'rejected')
    assert.deepEqual(judgement.problemCounts, { time_limit: 1 })
  })
  it('stops at once when it is aborted', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    const request = { spec, truthPath, predictionsPath: truthPath, signal: controller.signal }
    await assert.rejects(judgeInSandbox(request), /enough/)
  })
})

describe('readOutcome', () => {
  function outcome(changes: Partial<SandboxOutcome>): SandboxOutcome {
    return {
      verdict: 'ok',
      reason: 'Because.',
      result: { bytes: new Uint8Array(), files: new Map() },
      exitCode: 0,
      stdout: '',
      stderr: '',
      cpuSeconds: 0,
      wallSeconds: 0,
      peakMemoryBytes: 0,
      ...changes,
    }
  }
  it('tells limits, which are final, from faults, which are tried again', () => {
    for (const verdict of ['time_limit', 'memory_limit', 'output_limit'] as const) {
      const judgement = readOutcome(outcome({ verdict }))
      assert.equal(judgement.outcome, 'rejected')
      assert.equal(judgement.problems[0].code, verdict)
    }
    for (const verdict of ['crashed', 'bad_output'] as const) {
      assert.throws(() => readOutcome(outcome({ verdict, stderr: 'trace' })), SandboxError)
    }
    assert.throws(() => readOutcome(outcome({})), SandboxError)
  })
})
