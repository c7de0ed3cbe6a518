/** The step before everything, in small projects of its own; `npm ci` of an empty lock file needs no network. */
import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { projectFolder, startProgram } from '../helpers/processes.ts'

const folders: string[] = []
after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

const emptyLock = {
  name: 'small',
  lockfileVersion: 3,
  requires: true,
  packages: { '': { name: 'small' } },
}

/** A project with our start-up programs and this lock file. */
async function project(lock: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-install-'))
  folders.push(folder)
  for (const name of ['install.js', 'hand-over.js', 'run.js', 'end-with-parent.ts']) {
    await cp(path.join(projectFolder, 'bin', name), path.join(folder, 'bin', name))
  }
  await writeFile(
    path.join(folder, 'bin/hello.ts'),
    "const who: string = process.argv[2]\nconsole.log('hello', who)\nprocess.exit(7)\n",
  )
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name: 'small', type: 'module' }))
  await writeFile(path.join(folder, 'package-lock.json'), lock)
  return folder
}

async function run(folder: string) {
  const program = startProgram([path.join(folder, 'bin/run.js'), 'hello', 'world'])
  return { code: await program.ended, output: program.output() }
}

/** Puts the Node of this test where the npm package would put it. */
async function withNode(folder: string): Promise<void> {
  const bin = path.join(folder, 'node_modules/node/bin')
  await mkdir(bin, { recursive: true })
  await writeFile(path.join(bin, 'node'), `#!/bin/sh\nexec ${process.execPath} "$@"\n`, { mode: 0o755 })
}

test('an install that did not bring Node says what to look at', async () => {
  const { code, output } = await run(await project(JSON.stringify(emptyLock)))
  assert.equal(code, 1)
  assert.match(output, /Installing packages with npm ci/)
  assert.match(output, /ignore-scripts/)
})

test('a failing npm ci is shown with what npm said', async () => {
  const { code, output } = await run(await project('{ not json'))
  assert.equal(code, 1)
  assert.match(output, /npm ci failed \(exit \d+\):\n.+/)
  assert.match(output, /start again/)
})

test('with everything installed it hands over at once: words, output and exit code pass through', async () => {
  const folder = await project(JSON.stringify(emptyLock))
  await withNode(folder)
  await writeFile(path.join(folder, 'node_modules/.package-lock.json'), '{}')
  assert.deepEqual(await run(folder), { code: 7, output: 'hello world\n' })
  assert.deepEqual(await run(folder), { code: 7, output: 'hello world\n' })
})

test('a changed lock file leads to another npm ci', async () => {
  const folder = await project(JSON.stringify(emptyLock))
  await withNode(folder)
  await writeFile(path.join(folder, 'node_modules/.package-lock.json'), '{}')
  await run(folder)
  await new Promise((resolve) => setTimeout(resolve, 20)) // a later time stamp
  await writeFile(path.join(folder, 'package-lock.json'), JSON.stringify({ ...emptyLock, version: '2' }))
  assert.match((await run(folder)).output, /Installing packages with npm ci/)
})
