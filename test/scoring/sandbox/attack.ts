import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { runSandboxed } from '#scoring/sandbox/run-sandboxed.ts'
import { type SandboxHost, sandboxHost } from '#scoring/sandbox/sandbox-host.ts'
import type { SandboxJob, SandboxLimits, SandboxOutcome, Verdict } from '#scoring/sandbox/sandbox-job.ts'
import { stageNode } from '#scoring/sandbox/stage-node.ts'

const MIB = 1024 * 1024

/** Stands in the launcher's environment; no outcome may ever hold it. */
export const SECRET = `secret-${process.pid}-${Math.random().toString(36).slice(2)}`
process.env.GRANDSTAND_TEST_SECRET = SECRET

/** An attack: a Python or JavaScript program, and how it has to end. */
export interface Attack {
  python?: string
  javascript?: string
  verdict: Verdict | readonly Verdict[]
  limits?: Partial<SandboxLimits>
  job?: Partial<SandboxJob>
  check?: (outcome: SandboxOutcome, result: string) => void
}

/** This host as found, and without cgroups, so that the watchdog has to hold alone. */
export function hosts(): [name: string, host: SandboxHost][] {
  const host = sandboxHost()
  const alone: [string, SandboxHost] = ['watchdog', { ...host, cgroup: null }]
  return host.cgroup === null ? [alone] : [['cgroup', host], alone]
}

/** Declares one test per host: runs the attack, then asserts its verdict, and that it left nothing behind. */
export function attack(name: string, options: Attack): void {
  for (const [hostName, host] of hosts()) {
    test(`${name} (${hostName})`, { timeout: 120_000 }, () => launch(options, host))
  }
}

/** For attacks on what no limit is about: one run, with the host as found. */
export function probe(name: string, options: Attack): void {
  test(name, { timeout: 120_000 }, () => launch(options, sandboxHost()))
}

async function launch(options: Attack, host: SandboxHost): Promise<void> {
  const token = `token-${Math.random().toString(36).slice(2)}`
  const hostNameBefore = hostname()
  const outcome = await runSandboxed(attackJob(options, token), host)
  const told = JSON.stringify({ ...outcome, result: null })
  const allowed: readonly Verdict[] = [options.verdict].flat()
  assert.ok(allowed.includes(outcome.verdict), `expected ${allowed.join(' or ')}: ${told}`)
  const result = text(outcome)
  options.check?.(outcome, result)
  assert.ok(!(told + result).includes(SECRET), 'the program saw the launcher’s secret')
  assert.deepEqual(processesWith(token), [], 'processes are left')
  assert.equal(hostname(), hostNameBefore)
}

/** The job of an attack; `token` stands on the command line of everything it forks. */
export function attackJob(options: Attack, token: string): SandboxJob {
  const { python, javascript, limits, job } = options
  const source = python ?? javascript ?? ''
  const command =
    python === undefined
      ? ['/runtime/node', '-e', source, token]
      : ['/usr/bin/python3', '-I', '-S', '-c', `import os, sys, json, time\n${source}`, token]
  return {
    command,
    readOnlyBinds: python === undefined ? [{ source: stageNode(), target: '/runtime/node' }] : [],
    inputs: [],
    limits: {
      kind: python === undefined ? 'node' : 'python',
      cpuSeconds: 2,
      wallSeconds: 60, // other tests may keep the processors busy
      memoryBytes: 128 * MIB,
      outputBytes: 65_536,
      ...limits,
    },
    ...job,
  }
}

/** The result as text: what was written to descriptor 3, or all result files one after the other. */
export function text(outcome: SandboxOutcome): string {
  const { bytes, files } = outcome.result
  return Buffer.concat([bytes, ...files.values()]).toString('utf8')
}

/** Living processes of the machine with a word on their command line; the dead have none. */
export function processesWith(word: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(word)
    } catch {
      return false // it ended meanwhile
    }
  })
}

/** Python: what a call gives, as the name of its error or `done`. */
export const PYTHON_ATTEMPT = `
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
def attempt(call):
    try:
        call()
        return 'done'
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))
def syscall(*arguments):
    ctypes.set_errno(0)
    if libc.syscall(*[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]) == -1:
        return errno.errorcode[ctypes.get_errno()]
    return 'done'
def tell(value):
    os.write(3, json.dumps(value).encode())
`
