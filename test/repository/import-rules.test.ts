/** The import rules are enforced, not only written: every kind of forbidden import is put into a copy and must be seen. */
import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { checkImports, ruledFolders } from '#bin/import-rules.ts'
import { projectFolder } from '../helpers/processes.ts'

const copy = await mkdtemp(path.join(tmpdir(), 'grandstand-import-rules-'))
after(() => rm(copy, { recursive: true, force: true }))

/** A file, what it imports against the rules, and the rule that must say so. */
const forbidden = [
  ['core/a-store.ts', '#store/database.ts', 'layer:core'],
  ['core/a-type.ts', 'type #operations/operation.ts', 'layer:core'],
  ['core/a-built-in.ts', 'node:fs', 'pure'],
  ['scoring/metrics/a-built-in.ts', 'node:path', 'pure'],
  ['scoring/metrics/a-store.ts', '#store/database.ts', 'layer:scoring/metrics'],
  ['scoring/readers/a-store.ts', '#store/database.ts', 'layer:scoring/readers'],
  ['scoring/an-operation.ts', '#operations/operation.ts', 'layer:scoring'],
  ['scoring/a-prisma-client.ts', '@prisma/client', 'prisma-only-in-store'],
  ['datasets/a-store.ts', '#store/database.ts', 'layer:datasets'],
  ['store/an-operation.ts', '#operations/operation.ts', 'layer:store'],
  ['store/a-worker.ts', '#scoring/worker.ts', 'layer:store'],
  ['operations/a-worker.ts', '#scoring/worker.ts', 'layer:operations'],
  ['operations/a-page.ts', '#app/_ui/paths.ts', 'layer:operations'],
  ['operations/a-generated-client.ts', '#prisma/generated/client.ts', 'prisma-only-in-store'],
  ['operations/a-label.ts', '#datasets/labels.ts', 'labels-stay-in-scoring'],
  ['operations/a-vault.ts', '#store/vault.ts', 'labels-stay-in-scoring'],
  ['operations/a-part.ts', '#store/open-blob-store.ts', 'one-door-to-the-vault'],
  ['scoring/a-part.ts', '#store/open-blob-store.ts', 'one-door-to-the-vault'],
  ['app/a-store.ts', '#store/database.ts', 'layer:app'],
  ['app/a-dynamic-store.ts', 'await #store/database.ts', 'layer:app'],
  ['app/a-worker.ts', '#scoring/worker.ts', 'layer:app'],
  ['app/_ui/an-operation.ts', '#operations/operation.ts', 'layer:app/_ui'],
  ['bin/a-page.ts', '#app/_ui/paths.ts', 'layer:bin'],
  ['bench/a-page.ts', '#app/_ui/paths.ts', 'layer:bench'],
  ['core/a-missing-file.ts', './nowhere-at-all.ts', 'no-unresolved'],
  ['core/round.ts', './about.ts', 'no-cycles'],
] as const

for (const folder of [...ruledFolders, 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
  await cp(path.join(projectFolder, folder), path.join(copy, folder), { recursive: true })
}
await symlink(path.join(projectFolder, 'node_modules'), path.join(copy, 'node_modules'))
for (const [file, target] of forbidden) {
  await mkdir(path.dirname(path.join(copy, file)), { recursive: true })
  await writeFile(path.join(copy, file), importOf(target))
}
await writeFile(path.join(copy, 'core/about.ts'), importOf('./round.ts'))
const { modules, violations } = await checkImports(ruledFolders, copy)

function importOf(target: string): string {
  if (target.startsWith('type '))
    return `import type * as x from '${target.slice(5)}'\nexport type X = typeof x\n`
  if (target.startsWith('await ')) return `export const x = await import('${target.slice(6)}')\n`
  return `import * as x from '${target}'\nexport const y = x\n`
}

test('every folder with rules is looked at', () => {
  for (const folder of [
    'app',
    'bin',
    'core',
    'datasets',
    'operations',
    'prisma',
    'scoring',
    'store',
    'test',
  ]) {
    assert.ok((modules[folder] ?? 0) > 0, folder)
  }
})

test('the project itself breaks no rule', () => {
  const injected = [...forbidden.map(([file]) => file), 'core/about.ts']
  assert.deepEqual(
    violations.filter((violation) => !injected.some((file) => violation.includes(file))),
    [],
  )
})

for (const [file, target, rule] of forbidden) {
  test(`${file} importing ${target} breaks ${rule}`, () => {
    const mentioning = violations.filter((violation) => violation.includes(file))
    assert.ok(
      mentioning.some((violation) => violation.startsWith(`${rule}: `)),
      mentioning.join('\n'),
    )
  })
}

test('looking at nothing is an error, not a success', async () => {
  const empty = path.join(copy, 'docs')
  await mkdir(empty)
  await assert.rejects(checkImports(['docs'], copy))
})
