import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { endOrphans } from '#scoring/sandbox/orphans.ts'
import { prlimitCommand } from '#scoring/sandbox/resource-limits.ts'
import { sandboxHost } from '#scoring/sandbox/sandbox-host.ts'
import { resolveLimits } from '#scoring/sandbox/sandbox-job.ts'
import { type Bwrap, spawnBwrap } from '#scoring/sandbox/spawn-bwrap.ts'
import { processesWith } from './attack.ts'

const host = sandboxHost()
const limits = resolveLimits({ kind: 'native', cpuSeconds: 5, memoryBytes: 64 << 20, outputBytes: 1000 })

/** A sandbox that waits to be let in, and the number of its inner process. */
async function waiting(token: string): Promise<{ bwrap: Bwrap; inner: number }> {
  const command = prlimitCommand(limits, 8, 0, ['/usr/bin/sleep', '100', token])
  const { procFolder } = host
  const bwrap = spawnBwrap(host, { command, limits, binds: [], env: {}, procFolder, block: true })
  const inner = await new Promise<number>((resolve) => {
    let status = ''
    bwrap.status.on('data', (chunk: Buffer) => {
      status += chunk
      const pid = /"child-pid": (\d+)/.exec(status)?.[1]
      if (pid !== undefined) resolve(Number(pid))
    })
  })
  return { bwrap, inner }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'))
  } catch {
    return false
  }
}

test('what a killed launcher left is ended, what lives is left alone', { timeout: 30_000 }, async () => {
  const token = `orphan-${process.pid}`
  const [left, living] = [await waiting(token), await waiting(token)]
  left.bwrap.child.kill('SIGKILL')
  await new Promise((resolve) => left.bwrap.child.once('exit', resolve))
  assert.ok(isAlive(left.inner), 'it died with its parent: nothing to be proved')
  assert.ok(endOrphans(host) >= 1)
  while (isAlive(left.inner)) await sleep(10)
  assert.ok(isAlive(living.inner))
  process.kill(living.inner, 'SIGKILL')
  living.bwrap.child.kill('SIGKILL')
  await living.bwrap.closed
  while (isAlive(living.inner)) await sleep(10)
  assert.deepEqual(processesWith(token), [])
})
