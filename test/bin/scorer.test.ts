/** `grandstand scorer` as an organiser runs it, with the example of docs/scorers.md. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { projectFolder, startProgram } from '../helpers/processes.ts'

const root = mkdtempSync(path.join(tmpdir(), 'grandstand-scorer-command-test-'))
after(() => rmSync(root, { recursive: true, force: true }))

/** The files of the handbook's example: each code block that follows a line with its name in bold. */
function handbookExample(): Map<string, string> {
  const handbook = readFileSync(path.join(projectFolder, 'docs/scorers.md'), 'utf8')
  const blocks = handbook.matchAll(/^\*\*`([^`]+)`\*\*\n\n```\w*\n([\s\S]*?)^```$/gm)
  return new Map([...blocks].map(([, name, text]) => [name, text]))
}

const example = handbookExample()
let folders = 0

/** The handbook's example, with other texts for some of its files. */
function program(changes: Record<string, string> = {}): string {
  const folder = path.join(root, `${folders++}`)
  for (const [name, text] of new Map([...example, ...Object.entries(changes)])) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  return folder
}

async function scorer(...words: string[]): Promise<{ code: number | string; output: string }> {
  const started = startProgram(['scorer', ...words], {}, path.join(projectFolder, 'bin/grandstand'))
  const code = await started.ended
  return { code, output: started.output() }
}

test('the example of the handbook is complete and scores its sample', async () => {
  assert.deepEqual([...example.keys()].sort(), [
    'sample/ref/truth.csv',
    'sample/res/predictions.csv',
    'score.py',
    'scorer.yaml',
  ])
  const { code, output } = await scorer('check', '--program', program())
  assert.equal(code, 0, output)
  assert.match(output, /^version [0-9a-f]{64}\nPython 3\.[^\n]*\n/)
  assert.match(output, /mean_cost +2\.000 {2}\(primary\)/)
})

test('run prints one JSON object and keeps the exit codes', async () => {
  const folder = program()
  const words = ['run', '--program', folder, '--truth', path.join(folder, 'sample/ref/truth.csv')]
  const scored = await scorer(...words, '--predictions', path.join(folder, 'sample/res'), '--json')
  assert.equal(scored.code, 0, scored.output)
  const { outcome, scores, version } = JSON.parse(scored.output)
  assert.deepEqual([outcome, Object.keys(scores)], ['scored', ['mean_cost', 'share_right']])
  assert.match(version, /^[0-9a-f]{64}$/)

  const short = path.join(root, 'short.csv')
  writeFileSync(short, 'id,prediction\n1,wolf\n')
  const rejected = await scorer(...words, '--predictions', short, '--json')
  assert.equal(rejected.code, 1, rejected.output)
  assert.equal(JSON.parse(rejected.output).problems[0].code, 'missing_id')
  const told = await scorer(...words, '--predictions', short)
  assert.equal(told.code, 1)
  assert.match(told.output, /Rejected by the program/)
})

test('a program that fails is told apart: exit 3, with the end of its stderr', async () => {
  const { code, output } = await scorer(
    'check',
    '--program',
    program({ 'score.py': 'raise ValueError("odd")' }),
  )
  assert.equal(code, 3)
  assert.match(output, /The program failed\. The program ended with exit code 1\.\n[\s\S]*ValueError: odd/)
})

test('a manifest that is wrong: exit 3, with the line', async () => {
  const { code, output } = await scorer(
    'check',
    '--json',
    '--program',
    program({ 'scorer.yaml': 'command: x\nwhat\n' }),
  )
  assert.equal(code, 3)
  assert.match(output, /"outcome":"scorer_fault"/)
  assert.match(output, /scorer\.yaml: line 2: /)
})

for (const words of [
  [],
  ['run'],
  ['check'],
  ['fly'],
  ['run', '--program', root],
  ['check', '--program', '/nowhere'],
]) {
  test(`\`grandstand scorer ${words.join(' ').replace(root, 'FOLDER')}\` is wrong usage`, async () => {
    const { code, output } = await scorer(...words)
    assert.equal(code, 2)
    assert.match(output, /Usage:\n {2}grandstand scorer run /)
  })
}

test('whose fault it is: the participant’s, the organiser’s, the platform’s, the caller’s', async () => {
  const folder = program({ 'score.py': 'while True: pass' })
  writeFileSync(
    path.join(folder, 'scorer.yaml'),
    (example.get('scorer.yaml') ?? '').replace('cpuSeconds: 20', 'cpuSeconds: 1'),
  )
  const linked = path.join(root, 'linked')
  mkdirSync(linked)
  symlinkSync('/etc/passwd', path.join(linked, 'predictions.csv'))
  const [truth, predictions] = [path.join(folder, 'sample/ref'), path.join(folder, 'sample/res')]
  const run = async (files: Record<'truth' | 'predictions', string>, variables = {}) => {
    const words = ['--program', folder, '--truth', files.truth, '--predictions', files.predictions]
    const command = path.join(projectFolder, 'bin/grandstand')
    const { ended, output } = startProgram(['scorer', 'run', ...words, '--json'], variables, command)
    const code = await ended
    return [code, /"outcome":"(\w+)"/.exec(output())?.[1]]
  }
  assert.deepEqual(await run({ truth, predictions: linked }), [1, 'rejected'])
  assert.deepEqual(await run({ truth, predictions }), [3, 'scorer_fault'])
  assert.deepEqual(await run({ truth: linked, predictions }), [3, 'scorer_fault'])
  const nowhere = { GRANDSTAND_SANDBOX_CGROUP: '/nowhere' }
  assert.deepEqual(await run({ truth, predictions }, nowhere), [3, 'fault'])
  assert.deepEqual(await run({ truth, predictions: path.join(root, 'none') }), [2, undefined])
})
