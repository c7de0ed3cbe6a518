import assert from 'node:assert/strict'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkProgram } from '#scoring/scorer-program/check-program.ts'
import { programDigest } from '#scoring/scorer-program/program-digest.ts'
import { missingModule, pythonRuntime } from '#scoring/scorer-program/python-runtime.ts'
import {
  folderOf,
  manifestText,
  nodeProgram,
  PREDICTIONS,
  pythonProgram,
  runProgram,
  TRUTH,
} from './scorer-case.ts'

const PYTHON_ACCURACY = `
import csv
def read(path, column):
    with open(path, newline='', encoding='utf-8') as file:
        return {row['id']: row[column] for row in csv.DictReader(file)}
truth = read('/input/ref/truth.csv', 'label')
answers = read('/input/res/predictions.csv', 'prediction')
scores(sum(answers[i] == label for i, label in truth.items()) / len(truth))`

const NODE_ACCURACY = `
import { readFileSync, writeFileSync } from 'node:fs'
import { compare } from './compare.mjs'
const read = (path) => new Map(readFileSync(path, 'utf8').trim().split('\\n').slice(1).map((row) => row.split(',')))
const accuracy = compare(read('/input/ref/truth.csv'), read('/input/res/predictions.csv'))
writeFileSync('/output/scores.json', JSON.stringify({ accuracy }))
writeFileSync('/output/report.html', '<h1>Report</h1><script>alert(1)</script>')`

test('a Python program scores', async () => {
  assert.deepEqual(await runProgram(pythonProgram(PYTHON_ACCURACY)), {
    outcome: 'scored',
    scores: { accuracy: 2 / 3 },
  })
})

test('a Node program of two files scores and reports', async () => {
  const program = folderOf({
    'scorer.yaml': manifestText('node'),
    'score.mjs': NODE_ACCURACY,
    'compare.mjs':
      'export const compare = (a, b) => [...a].filter(([id, label]) => b.get(id) === label).length / a.size',
  })
  assert.deepEqual(await runProgram(program), {
    outcome: 'scored',
    scores: { accuracy: 2 / 3 },
    reportHtml: '<h1>Report</h1>',
  })
})

test('folders keep their names inside, and modules beside a Python program can be imported', async () => {
  const program = folderOf({
    'scorer.yaml': `${manifestText('python').replace('score.py', '[main/score.py, --half, 0.5]')}`,
    'main/score.py':
      'import json, sys, beside\njson.dump({"accuracy": beside.read() * float(sys.argv[2])}, open("/output/scores.json", "w"))',
    'main/beside.py': `
def read():
    import os
    found = sorted(os.path.join(d, f) for d, _, files in os.walk('/input') for f in files)
    return int(found == ['/input/ref/a/truth.csv', '/input/res/b.csv', '/input/res/ä/c.csv'])`,
  })
  const truth = folderOf({ 'a/truth.csv': TRUTH, '.hidden': 'x' })
  const predictions = folderOf({ 'b.csv': PREDICTIONS, 'ä/c.csv': '' })
  const outcome = await runProgram(program, { truth, predictions })
  assert.deepEqual(outcome, { outcome: 'scored', scores: { accuracy: 0.5 } })
})

test('files that only their owner may read are shown as well', async () => {
  const program = pythonProgram("scores(len(open('/input/res/predictions.csv').read()))")
  const folder = folderOf({ 'p.csv': PREDICTIONS })
  chmodSync(join(folder, 'p.csv'), 0o600)
  chmodSync(join(program, 'score.py'), 0o600)
  const outcome = await runProgram(program, { predictions: join(folder, 'p.csv') })
  assert.deepEqual(outcome, { outcome: 'scored', scores: { accuracy: PREDICTIONS.length } })
})

test('exit code 65 with problems rejects the predictions', async () => {
  const problem = { line: 3, code: 'unknown_id', message: 'The id "9" is unknown' }
  const program = pythonProgram(`
json.dump({'problems': [${JSON.stringify(problem)}]}, open('/output/problems.json', 'w'))
scores(1)
sys.exit(65)`)
  assert.deepEqual(await runProgram(program), { outcome: 'rejected', problems: [problem] })
})

test('problems without exit code 65 reject nothing', async () => {
  const program = pythonProgram("open('/output/problems.json', 'w').write('{}')\nscores(1)")
  assert.equal((await runProgram(program)).outcome, 'scored')
})

/** A name, a program that is wrong, and what its organiser is told. */
const FAULTS: [name: string, source: string, reason: RegExp][] = [
  ['a traceback', 'raise ValueError("what went wrong")', /exit code 1/],
  ['no scores', 'pass', /without \/output\/scores\.json/],
  ['an undeclared score', "json.dump({'f1': 1}, open('/output/scores.json', 'w'))", /"f1" is not declared/],
  ['exit code 65 without problems', 'sys.exit(65)', /65.* left no \/output\/problems\.json/],
  [
    'exit code 65 with broken problems',
    "open('/output/problems.json', 'w').write('[1')\nsys.exit(65)",
    /not JSON/,
  ],
  ['a module that is not there', 'import a_module_of_nobody', /a_module_of_nobody is neither/],
]
for (const [name, source, reason] of FAULTS) {
  test(`the program's own fault: ${name}`, async () => {
    const outcome = await runProgram(pythonProgram(source))
    assert.ok(outcome.outcome === 'scorer_fault', JSON.stringify(outcome))
    assert.match(outcome.reason, reason)
    assert.equal(/traceback/.test(name), outcome.stderrTail.includes('what went wrong'))
  })
}

test('what is no plain file among the predictions rejects them, among the rest it is the organiser’s fault', async () => {
  const program = pythonProgram('scores(1)')
  const linked = folderOf({ 'a.csv': PREDICTIONS })
  symlinkSync('/etc/passwd', join(linked, 'b.csv'))
  const rejected = await runProgram(program, { predictions: linked })
  assert.ok(rejected.outcome === 'rejected')
  assert.match(rejected.problems[0].message, /"b\.csv" is no plain file/)
  const noFiles = await runProgram(program, { predictions: folderOf({}) })
  assert.equal(noFiles.outcome, 'rejected')
  assert.equal((await runProgram(program, { truth: linked })).outcome, 'scorer_fault')
  symlinkSync('/etc/passwd', join(program, 'data.csv'))
  assert.equal((await runProgram(program)).outcome, 'scorer_fault')
  await assert.rejects(checkProgram(program), /"data\.csv" is no plain file/)
})

test('the smaller limit holds, of the manifest and of the platform', async () => {
  const program = pythonProgram('x = bytearray(200 << 20)\nscores(1)', 'memoryMiB: 512')
  assert.equal((await runProgram(program)).outcome, 'scored')
  const outcome = await runProgram(program, { limits: { memoryMiB: 96 } })
  assert.ok(outcome.outcome === 'scorer_fault')
  assert.match(outcome.reason, /limits\.memoryMiB/)
})

test('an aborted run rejects with the reason', async () => {
  const abort = new AbortController()
  const reason = new Error('the worker stops')
  const run = runProgram(pythonProgram('time.sleep(60)', 'cpuSeconds: 60'), { signal: abort.signal })
  setTimeout(() => abort.abort(reason), 50)
  await assert.rejects(run, reason)
})

test('the version changes with every byte and name of the program, and with nothing else', async () => {
  const files = { 'scorer.yaml': 'x', 'a/b.py': 'y', 'é.py': 'z' }
  const program = folderOf(files)
  const version = await programDigest(program)
  // printf of the three lines that sha256sum prints, given to sha256sum
  assert.equal(version, 'f2bb5e16f96eb5d97a2083655757be846f668c8cbcf8d5584da1c5780bd74c99')
  chmodSync(join(program, 'a/b.py'), 0o600)
  writeFileSync(join(program, '.DS_Store'), 'x')
  assert.equal(await programDigest(program), version)
  assert.notEqual(await programDigest(folderOf({ ...files, 'a/b.py': 'Y' })), version)
  assert.notEqual(await programDigest(folderOf({ ...files, 'c.py': '' })), version)
})

test('a command that starts a file which is not there is refused before it runs', async () => {
  const program = folderOf({ 'scorer.yaml': manifestText('node'), 'score.py': '' })
  await assert.rejects(checkProgram(program), /"score\.mjs", which is not in the program/)
  assert.match((await checkProgram(nodeProgram(''))).version, /^[0-9a-f]{64}$/)
})

test('the Python of the machine is named, and a module that is missing with its package', async () => {
  assert.match((await pythonRuntime()).version, /^3\.\d+\.\d+/)
  const stderr = "Traceback\nModuleNotFoundError: No module named 'sklearn.metrics'\n"
  assert.match(missingModule(stderr) ?? '', /apt-get install python3-sklearn/)
  assert.equal(missingModule('all is well'), null)
})
