/** `grandstand score` as a person calls it: by the launcher, which runs it from its bundle. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { scoreCommand } from '#bin/score.ts'
import { sandboxHost } from '#scoring/sandbox/sandbox-host.ts'
import { projectFolder } from '../helpers/processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'grandstand-score-program-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))
symlinkSync(join(projectFolder, 'bin/grandstand'), join(folder, 'linked'))

const files = {
  task: '{"kind": "classification", "classes": ["no", "yes"]}',
  truth: 'id,label\n1,no\n2,yes\n3,yes\n4,no\n',
  predictions: 'id,no,yes\n1,0.75,0.25\n2,0.5,0.5\n3,0,1\n4,1,0\n',
}
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)

/** Relative paths, from the folder of the files. */
const WORDS = ['--task', 'task', '--truth', 'truth', '--predictions', 'predictions', '--json']

/** A temporary folder of its own shows what a call leaves behind. */
function call(program: string, words: readonly string[]) {
  const temporary = mkdtempSync(join(folder, 'temporary-'))
  const env = { NODE_ENV: 'production', PATH: process.env.PATH, TMPDIR: temporary } as const
  const { pid, status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8', env })
  const { memory = temporary, pids } = sandboxHost().cgroup ?? {}
  const cgroups = [memory, pids ?? memory].flatMap((parent) => readdirSync(parent))
  const left = [...readdirSync(temporary), ...cgroups.filter((name) => name.includes(`-${pid}-`))]
  return { status, stdout, stderr, left }
}

test('it says what the command says, from its bundle as from its sources, and leaves nothing behind', async () => {
  let expected = ''
  const words = WORDS.map((word) => (word in files ? join(folder, word) : word))
  const out = (text: string) => {
    expected += text
  }
  assert.equal(await scoreCommand(words, { out, err: () => {} }), 0)
  for (const program of [join(projectFolder, 'bin/grandstand'), './linked']) {
    const { status, stdout, stderr, left } = call(program, ['score', ...WORDS])
    assert.deepEqual({ status, stdout, stderr, left }, { status: 0, stdout: expected, stderr: '', left: [] })
  }
})

test('its exit codes are those of the command', () => {
  writeFileSync(join(folder, 'wrong'), 'id,prediction\n1,maybe\n')
  const program = join(projectFolder, 'bin/grandstand')
  const rejected = call(program, ['score', ...WORDS.with(5, 'wrong')])
  assert.equal(rejected.status, 1)
  assert.equal(JSON.parse(rejected.stdout).outcome, 'rejected')
  const usage = call(program, ['score', '--task', 'nothing', ...WORDS.slice(2)])
  assert.equal(usage.status, 2)
  assert.match(usage.stderr, /The task cannot be read/)
  writeFileSync(join(folder, 'no-task'), '{"kind": "guessing"}')
  const task = call(program, ['score', ...WORDS.with(1, 'no-task')])
  assert.equal(task.status, 2)
  assert.match(task.stderr, /is not a task/)
  const truth = call(program, ['score', ...WORDS.with(3, 'wrong')])
  assert.equal(truth.status, 3)
  for (const { left } of [rejected, usage, task, truth]) assert.deepEqual(left, [])
})
