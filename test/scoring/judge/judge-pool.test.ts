/** Judges that wait judge as those that are started for the purpose. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { taskSpecSchema } from '#core/task.ts'
import { judgeInSandbox } from '#scoring/judge/judge-in-sandbox.ts'
import { JudgePool } from '#scoring/judge/judge-pool.ts'
import { packTruth } from '#scoring/judge/packed-truth.ts'
import { prepareTruth } from '#scoring/judge.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { neutralFolder } from '#scoring/sandbox/neutral-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'grandstand-judge-pool-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function file(content: string | Uint8Array): string {
  const path = join(folder, `${files++}`)
  writeFileSync(path, content, { mode: 0o600 })
  return path
}

const spec = taskSpecSchema.parse({ kind: 'classification', classes: ['a', 'b'], metrics: ['accuracy'] })
const truthPath = file('id,label\n1,a\n2,b\n3,b\n4,a\n')
const right = 'id,prediction\n4,a\n3,b\n2,a\n1,a\n'

describe('a pool of judges', () => {
  it('judges several files side by side, each as judgeInSandbox does, and leaves nothing behind', async (t) => {
    const pool = new JudgePool(2)
    t.after(() => pool.close())
    assert.equal(await pool.warm(), true)
    const contents = [right, 'id,prediction\n1,c\n', '', right, right]
    const requests = contents.map((content) => ({ spec, truthPath, predictionsPath: file(content) }))
    const judgements = await Promise.all(requests.map((request) => pool.judge(request)))
    for (const [i, request] of requests.entries()) {
      assert.deepEqual(judgements[i], await judgeInSandbox(request))
    }
    const prepared = await prepareTruth(spec, (columns) => openTable(truthPath, { columns }))
    const packed = packTruth(prepared)
    assert.ok(packed)
    const judgement = await pool.judge({
      spec,
      truthPath: file(packed),
      truthIsPacked: true,
      predictionsPath: file(right),
    })
    assert.deepEqual(judgement, judgements[0])
    await pool.close()
    assert.deepEqual(
      readdirSync(neutralFolder()).filter((name) => name.startsWith('job-')),
      [],
    )
  })
  it('says whose fault it is, and goes on', async (t) => {
    const pool = new JudgePool(1)
    t.after(() => pool.close())
    const predictionsPath = file(right)
    await assert.rejects(
      pool.judge({ spec, truthPath: file('id,label\n'), predictionsPath }),
      (error) => error instanceof GrandstandError && /^The truth cannot be used\./.test(error.message),
    )
    const signal = AbortSignal.abort(new Error('enough'))
    await assert.rejects(pool.judge({ spec, truthPath, predictionsPath, signal }), /enough/)
    assert.equal((await pool.judge({ spec, truthPath, predictionsPath })).outcome, 'scored')
  })
})
