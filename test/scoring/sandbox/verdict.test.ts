import assert from 'node:assert/strict'
import { test } from 'node:test'
import { whatToDo } from '#scoring/sandbox/diagnose.ts'
import { resolveLimits } from '#scoring/sandbox/sandbox-job.ts'
import { decideVerdict, type Ending } from '#scoring/sandbox/verdict.ts'

const MIB = 1024 * 1024
const limits = resolveLimits({ kind: 'python', cpuSeconds: 2, memoryBytes: 64 * MIB, outputBytes: 1000 })
const fine: Ending = {
  hostKill: null,
  exitCode: 0,
  outOfMemory: false,
  cpuSeconds: 0.1,
  resultProblem: null,
  stderr: '',
}
const verdictOf = (ending: Partial<Ending>): string => decideVerdict({ ...fine, ...ending }, limits).verdict

test('each rule gives its verdict', () => {
  const table: [Partial<Ending>, string][] = [
    [{}, 'ok'],
    [{ resultProblem: 'nothing there' }, 'bad_output'],
    [{ exitCode: 1 }, 'crashed'],
    [{ exitCode: 139 }, 'crashed'],
    [{ exitCode: 153 }, 'output_limit'],
    [{ exitCode: 152, cpuSeconds: 1.1 }, 'time_limit'],
    [{ exitCode: 152, cpuSeconds: 0.9 }, 'crashed'],
    [{ exitCode: 137, cpuSeconds: 1.8 }, 'time_limit'],
    [{ exitCode: 137, cpuSeconds: 1.7 }, 'crashed'],
    [{ outOfMemory: true }, 'memory_limit'],
    [{ hostKill: 'wall' }, 'time_limit'],
    [{ hostKill: 'cpu' }, 'time_limit'],
    [{ hostKill: 'memory' }, 'memory_limit'],
    [{ hostKill: 'inodes' }, 'output_limit'],
    [{ hostKill: 'result' }, 'output_limit'],
    [{ hostKill: 'log' }, 'output_limit'],
  ]
  for (const [ending, verdict] of table) assert.equal(verdictOf(ending), verdict, JSON.stringify(ending))
})

test('Node that says it is out of memory is, another program or another end is not', () => {
  const said = [
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'RangeError: Array buffer allocation failed',
  ]
  for (const stderr of said) {
    for (const exitCode of [1, 133, 134]) {
      const ending = { ...fine, exitCode, stderr }
      const node = { ...limits, kind: 'node' as const }
      assert.equal(decideVerdict(ending, node).verdict, 'memory_limit')
      assert.equal(decideVerdict({ ...ending, exitCode: 65 }, node).verdict, 'crashed')
      assert.equal(decideVerdict({ ...ending, stderr: 'Error: x' }, node).verdict, 'crashed')
      assert.equal(decideVerdict(ending, limits).verdict, 'crashed')
    }
  }
})

test('the rules are tried in their order: an earlier one decides, whatever the later ones say', () => {
  const order: Partial<Ending>[] = [
    { hostKill: 'wall' },
    { outOfMemory: true },
    { exitCode: 137, cpuSeconds: 2 },
    { resultProblem: 'nothing there' },
  ]
  for (const [index, first] of order.entries()) {
    for (const later of order.slice(index + 1)) {
      assert.equal(
        verdictOf({ ...later, ...first }),
        verdictOf(first),
        JSON.stringify({ ...later, ...first }),
      )
    }
  }
})

test('no exit document is a fault of the platform, unless the host itself ended the program', () => {
  assert.throws(() => verdictOf({ exitCode: null, stderr: 'bwrap: something new' }), {
    name: 'SandboxError',
    message: /something new/,
  })
  assert.equal(verdictOf({ exitCode: null, hostKill: 'memory' }), 'memory_limit')
})

test('a process limit that the kernel does not hold is a fault of the platform', () => {
  assert.throws(() => verdictOf({ hostKill: 'processes' }), { name: 'SandboxError', message: /RLIMIT_NPROC/ })
})

test('a complaint is answered with its fix', () => {
  const table: [string, RegExp][] = [
    [
      'bwrap: No permissions to create new namespace, likely because the kernel does not allow',
      /unprivileged_userns/,
    ],
    [
      'bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded (ENOSPC)',
      /max_user_namespaces=\d+/,
    ],
    ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted", /its own \/proc/],
    ['bwrap: setting up uid map: Permission denied', /apparmor-profiles/],
    ["bwrap: Can't find source path /nowhere: No such file or directory", /stageProgram/],
    ['', /said nothing/],
  ]
  for (const [complaint, fix] of table) assert.match(whatToDo(complaint), fix)
})

test('limits have defaults and refuse nonsense', () => {
  assert.equal(limits.wallSeconds, 6)
  for (const bad of [
    { cpuSeconds: 0 },
    { cpuSeconds: Number.NaN },
    { wallSeconds: -1 },
    { memoryBytes: 1000 },
  ]) {
    assert.throws(() => resolveLimits({ ...limits, ...bad }), RangeError)
  }
})
