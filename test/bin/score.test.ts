/** `grandstand score` as a user runs it: real files, the real sandbox, exit codes and output. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { scoreCommand } from '#bin/score.ts'
import { goldenCases } from '../helpers/golden-cases.ts'

const folder = mkdtempSync(join(tmpdir(), 'grandstand-score-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function file(text: string | object): string {
  const path = join(folder, `${files++}`)
  writeFileSync(path, typeof text === 'string' ? text : JSON.stringify(text))
  return path
}

interface Run {
  code: number
  out: string
  err: string
}

async function run(...argv: string[]): Promise<Run> {
  const result: Run = { code: -1, out: '', err: '' }
  result.code = await scoreCommand(argv, {
    out: (text) => {
      result.out += text
    },
    err: (text) => {
      result.err += text
    },
  })
  return result
}

function score(task: object | string, truth: string, predictions: string, ...more: string[]): Promise<Run> {
  return run('--task', file(task), '--truth', file(truth), '--predictions', file(predictions), ...more)
}

const TASK = { kind: 'classification', classes: ['no', 'yes'], metrics: ['accuracy', 'roc_auc'] }
const TRUTH = 'id,label\n1,no\n2,yes\n3,yes\n'
const PREDICTIONS = 'id,prediction\n1,no\n2,yes\n3,no\n'

describe('golden cases through the command', () => {
  for (const { name, spec, metrics, truthPath, predictionsPath } of goldenCases()) {
    it(name, async () => {
      const { code, out, err } = await run(
        ...['--task', file(spec), '--truth', truthPath, '--predictions', predictionsPath, '--json'],
      )
      assert.equal(code, 0, err)
      const { outcome, scores, undefined: reasons } = JSON.parse(out)
      assert.equal(outcome, 'scored')
      for (const [key, want] of Object.entries(metrics)) {
        const got = scores[key]
        if (typeof want === 'number') {
          assert.ok(
            Math.abs(got - want) <= 1e-9 * Math.max(1, Math.abs(want)),
            `${key}: ${got} is not ${want}`,
          )
        } else assert.deepEqual(got, want, key)
        assert.equal(typeof reasons[key], want === null ? 'string' : 'undefined', key)
      }
      assert.deepEqual(Object.keys(scores).sort(), Object.keys(metrics).sort())
    })
  }
})

describe('the command', () => {
  it('prints the metrics that the task names, undefined ones as null with the reason', async () => {
    const { code, out } = await score(TASK, TRUTH, PREDICTIONS, '--json')
    assert.equal(code, 0)
    const { scores, undefined: reasons } = JSON.parse(out)
    assert.deepEqual(scores, { accuracy: 2 / 3, roc_auc: null })
    assert.match(reasons.roc_auc, /class probabilities/)
  })
  it('prints other figures of a report when they are named', async () => {
    const metrics = ['f1_macro', 'confusion_matrix']
    const { out } = await score({ ...TASK, metrics }, TRUTH, PREDICTIONS, '--json')
    const { scores } = JSON.parse(out)
    assert.deepEqual(Object.keys(scores), metrics)
    assert.deepEqual(scores.confusion_matrix, [
      [1, 0],
      [1, 1],
    ])
  })
  it('prints a table for people without --json', async () => {
    const { code, out } = await score(TASK, TRUTH, PREDICTIONS)
    assert.equal(code, 0)
    assert.match(out, /^ {2}accuracy {2}0\.6666666666666666$/m)
    assert.match(out, /^ {2}roc_auc {3}undefined: It needs class probabilities/m)
  })
  it('takes the classes of the truth when the task declares none, and says so', async () => {
    const { out } = await score({ kind: 'classification', metrics: ['accuracy'] }, TRUTH, PREDICTIONS)
    assert.match(out, /^The task declares no classes; they were taken from the truth/)
  })
  it('reports on the whole and on each split', async () => {
    const truth = 'id,label,split\n1,no,public\n2,yes,private\n3,yes,private\n'
    const { out } = await score(TASK, truth, PREDICTIONS, '--json')
    const { scores, splits } = JSON.parse(out)
    assert.equal(scores.accuracy, 2 / 3)
    assert.equal(splits.public.scores.accuracy, 1)
    assert.equal(splits.private.scores.accuracy, 0.5)
  })
})

describe('slices', () => {
  const slices = 'id,country\n1,CH\n2,CH\n3,FR\n'
  it('are printed by column, for people and as JSON', async () => {
    const text = await score(TASK, TRUTH, PREDICTIONS, '--slices', file(slices), '--by', 'country')
    assert.equal(text.code, 0, text.err)
    assert.match(text.out, /^accuracy by country\n {2}CH: 1.*, 2 rows, few\n {2}FR: 0.*, 1 rows, few$/m)
    const json = await score(TASK, TRUTH, PREDICTIONS, '--slices', file(slices), '--by', 'country', '--json')
    assert.equal(JSON.parse(json.out).slices[0].slices[0].score, 1)
    const by = ['--slices', file(slices), '--by', 'country', '--slice-metrics', 'f1_macro,mcc', '--json']
    const named = await score(TASK, TRUTH, PREDICTIONS, ...by)
    const reports: { metric: string }[] = JSON.parse(named.out).slices
    assert.deepEqual(
      reports.map(({ metric }) => metric),
      ['f1_macro', 'mcc'],
    )
  })
  it('want a table and columns of it', async () => {
    assert.equal((await score(TASK, TRUTH, PREDICTIONS, '--by', 'country')).code, 2)
    assert.equal((await score(TASK, TRUTH, PREDICTIONS, '--slice-metrics', 'mcc')).code, 2)
    const { code, err } = await score(TASK, TRUTH, PREDICTIONS, '--slices', file(slices), '--by', 'city')
    assert.equal(code, 3)
    assert.match(err, /no column "city"/)
  })
})

describe('a file that is wrong', () => {
  it('is rejected with lines and exit code 1', async () => {
    const wrong = 'id,prediction\n1,no\n2,maybe\n9,no\n'
    const json = await score(TASK, TRUTH, wrong, '--json')
    assert.equal(json.code, 1)
    const { outcome, problems, problemCount } = JSON.parse(json.out)
    assert.equal(outcome, 'rejected')
    assert.equal(problemCount, 3)
    assert.deepEqual(
      problems.map(({ line, code }: { line?: number; code: string }) => `${code} ${line}`).sort(),
      ['missing_id undefined', 'unknown_class 3', 'unknown_id 4'],
    )
    const text = await score(TASK, TRUTH, wrong)
    assert.equal(text.code, 1)
    assert.match(text.out, /^Rejected: 3 problems\.\n/)
    assert.match(text.out, /line 3: "maybe" is not one of the classes/)
  })
  for (const [what, content] of [
    ['empty', ''],
    ['no table', '{"a": 1}'],
    ['binary', '\u0000\u0001\u0002'],
    ['header only', 'id,prediction\n'],
    ['a number where there is none', 'id,no,yes\n1,x,1\n'],
  ]) {
    it(`is rejected: ${what}`, async () => {
      const { code, out } = await score(TASK, TRUTH, content, '--json')
      assert.equal(code, 1, out)
      assert.ok(JSON.parse(out).problems.length > 0)
    })
  }
})

describe('what is not the fault of the file', () => {
  it('a wrong truth is exit code 3', async () => {
    const { code, out, err } = await score(TASK, 'id,label\n1,perhaps\n', PREDICTIONS, '--json')
    assert.equal(code, 3)
    assert.match(err, /not its fault\. The truth cannot be used/)
    assert.equal(JSON.parse(out).outcome, 'fault')
  })
  it('an unknown metric is exit code 3', async () => {
    const { code, err } = await score({ ...TASK, metrics: ['acuracy'] }, TRUTH, PREDICTIONS)
    assert.equal(code, 3)
    assert.match(err, /Did you mean accuracy\?/)
  })
  it('wrong usage is exit code 2 and shows the usage', async () => {
    const missing = join(folder, 'nothing')
    const task = file(TASK)
    for (const [argv, message] of [
      [['--task', task], /all needed/],
      [['--tsak', task], /tsak/],
      [['--task', missing, '--truth', task, '--predictions', task], /task cannot be read/],
      [['--task', task, '--truth', missing, '--predictions', task], /--truth cannot be read/],
      [['--task', file('{'), '--truth', task, '--predictions', task], /JSON/],
      [['--task', file({ kind: 'guessing' }), '--truth', task, '--predictions', task], /is not a task/],
    ] as const) {
      const { code, err } = await run(...argv)
      assert.equal(code, 2, err)
      assert.match(err, message)
      assert.match(err, /Usage: grandstand score/)
    }
  })
  it('--help explains and succeeds', async () => {
    const { code, out } = await run('--help')
    assert.equal(code, 0)
    assert.match(out, /Exit code: 0 scored, 1 rejected/)
  })
})
