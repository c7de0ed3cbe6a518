import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CgroupParent, hastenMoves } from '#scoring/sandbox/cgroup.ts'
import { sandboxHost } from '#scoring/sandbox/sandbox-host.ts'

const { cgroup } = sandboxHost()
const parent: CgroupParent = cgroup ?? { version: 2, memory: '', pids: null, cpu: null, own: null }
const ownCgroups = () => readFileSync('/proc/self/cgroup', 'utf8')

test('hastening moves leaves this process where it is', async () => {
  const before = ownCgroups()
  for (let time = 0; time < 3; time++) {
    hastenMoves(parent)
    await sleep(30)
    assert.equal(ownCgroups(), before)
  }
})

test('where the own cgroup is not known, or gone, nothing is written', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'grandstand-cgroup-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const own of [null, folder, join(folder, 'gone')]) hastenMoves({ ...parent, own })
  assert.deepEqual(readdirSync(folder), [])
})
