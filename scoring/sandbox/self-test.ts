import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { neutralFolder } from './neutral-folder.ts'
import { runSandboxed } from './run-sandboxed.ts'
import { SandboxError } from './sandbox-error.ts'
import { type SandboxHost, sandboxHost } from './sandbox-host.ts'
import type { SandboxOutcome } from './sandbox-job.ts'
import { stageNode } from './stage-node.ts'

const MIB = 1024 * 1024

/**
 * Runs real programs in the real sandbox and checks that the walls stand: the user, the file system, the network,
 * the environment, the processes, the clock and the counting of memory. A worker calls it before its first job and
 * must not take jobs when it throws.
 * @throws {SandboxError} with what is open or does not work, and what to do.
 */
export async function sandboxSelfTest(host: SandboxHost = sandboxHost()): Promise<void> {
  const secret = join(neutralFolder(), 'self-test')
  writeFileSync(secret, 'open to everybody on the host', { mode: 0o644 })
  const [walls, clock] = await Promise.all([
    run(host, WALLS, 10, secret),
    run(host, 'for (;;);', 0.1, secret),
  ])
  if (walls.verdict !== 'ok') {
    throw new SandboxError(
      `The self-test of the sandbox ended with ${walls.verdict}: ${walls.reason}. ${walls.stderr}`,
    )
  }
  const open: unknown = JSON.parse(Buffer.from(walls.result.bytes).toString('utf8'))
  if (!Array.isArray(open) || open.length > 0) {
    throw new SandboxError(
      `The sandbox does not hold (${String(open)}): check that ${host.bwrap} is an unmodified bubblewrap, not set-user-id, and that the kernel is 5.14 or later`,
    )
  }
  if (clock.verdict !== 'time_limit') {
    throw new SandboxError(
      `The sandbox let a program run past its time limit: ${clock.verdict}, ${clock.reason}`,
    )
  }
  if (walls.peakMemoryBytes < 8 * MIB) {
    throw new SandboxError(
      'The memory of a sandboxed program cannot be read from /proc: mount the host’s /proc without hidepid for the worker, or delegate a cgroup to it',
    )
  }
}

function run(host: SandboxHost, script: string, cpuSeconds: number, secret: string): Promise<SandboxOutcome> {
  const limits = {
    kind: 'node',
    cpuSeconds,
    wallSeconds: 20,
    memoryBytes: 256 * MIB,
    outputBytes: 4096,
  } as const
  return runSandboxed(
    {
      command: ['/runtime/node', '-e', script],
      readOnlyBinds: [{ source: stageNode(), target: '/runtime/node' }],
      inputs: [],
      stdin: JSON.stringify([secret, process.execPath, process.cwd()]),
      limits,
    },
    host,
  )
}

/** Inside: writes the list of the walls that are open to descriptor 3. */
const WALLS = `
const fs = require('node:fs')
const open = []
const mustFail = (name, attempt) => { try { attempt() } catch { return } open.push(name) }
if (process.getuid() === 0) open.push('the program is root')
for (const path of [...JSON.parse(fs.readFileSync(0, 'utf8')).filter((path) => !path.startsWith('/usr/')),
  '/etc/passwd', '/etc/shadow', '/root', '/home', '/proc/1', '/proc/self/environ', '/sys'])
  if (fs.existsSync(path)) open.push('the host’s ' + path + ' is visible')
for (const path of ['/x', '/dev/x', '/usr/x', '/runtime/x', '/proc/x'])
  mustFail(path + ' can be written', () => fs.writeFileSync(path, 'x'))
if (process.pid > 50) open.push('the program sees the process ids of the host')
const socket = require('node:net').connect(9, '127.0.0.1')
socket.on('connect', () => open.push('the network is reachable'))
socket.on('error', (error) => { if (error.code !== 'EPERM') open.push('sockets can be opened: ' + error.code) })
for (const name of Object.keys(process.env))
  if (!/^(PATH|HOME|LANG|PWD|PYTHON.*|.*_NUM_THREADS)$/.test(name)) open.push('the environment holds ' + name)
setTimeout(() => fs.writeSync(3, JSON.stringify(open)), 80)
`
