import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { type LockFile, missingOptionals, platformEntry } from '#bin/lock-file.ts'
import { projectFolder } from '../helpers/processes.ts'

const lock: LockFile = JSON.parse(await readFile(path.join(projectFolder, 'package-lock.json'), 'utf8'))

test('the lock file lists the binaries of every platform, so that npm ci takes it (else: npm run lock)', () => {
  assert.deepEqual(missingOptionals(lock), [])
})

test('a missing binary is noticed, and its name tells its platform', () => {
  const { 'node_modules/@next/swc-darwin-arm64': _, ...packages } = lock.packages
  const [[name, version]] = missingOptionals({ packages })
  assert.equal(name, '@next/swc-darwin-arm64')
  assert.deepEqual(platformEntry(name, version), { version, cpu: ['arm64'], optional: true, os: ['darwin'] })
  assert.deepEqual(platformEntry('@x/y-linux-x64-musl', '1.0.0').libc, ['musl'])
  assert.throws(() => platformEntry('@x/anything', '1.0.0'), /by hand/)
})
