/** Builds releases from tables given as text, for tests that look at what comes out. */
import assert from 'node:assert/strict'
import { GrandstandError } from '#core/errors.ts'
import { type BuildReleaseInput, type BuiltRelease, buildRelease } from '#datasets/build-release.ts'
import { inferSchema } from '#datasets/infer-schema.ts'
import { createTruthFolder } from '#datasets/labels.ts'
import { seeded } from './generated-table.ts'
import type { TempFolder } from './temp-folder.ts'

export interface Built extends BuiltRelease {
  folder: string
  truthFolder: string
}

export async function build(
  temp: TempFolder,
  kind: BuildReleaseInput['kind'],
  tables: Record<string, string>,
  more: Partial<BuildReleaseInput> = {},
): Promise<Built> {
  const inputs = Object.entries(tables).map(([name, text]) => ({
    name,
    path: temp.write(`${name}.csv`, text),
  }))
  const folder = temp.fresh('release')
  const truthFolder = temp.fresh('truth')
  const schema = more.schema ?? (await inferSchema({ kind, tables: inputs }))
  const truth = createTruthFolder(truthFolder)
  const built = await buildRelease({ kind, tables: inputs, schema, outFolder: folder, truth, ...more })
  return { ...built, folder, truthFolder }
}

/** Codes of the errors and warnings. */
export const codes = (built: BuiltRelease) =>
  built.checks.filter((c) => c.severity !== 'info').map((c) => c.code)

export async function rejected(promise: Promise<unknown>): Promise<GrandstandError> {
  const error = await promise.then(
    () => assert.fail('should have been rejected'),
    (e: unknown) => e,
  )
  assert.ok(error instanceof GrandstandError, String(error))
  return error
}

/** Rows of a small classification dataset: id, text, number, category, label. */
export function rows(count: number, seed: number, prefix: string): string[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, i) => {
    const label = ['cat', 'dog', 'owl'][Math.floor(random() * 3)]
    const text = `some words number ${Math.floor(random() * 1e6)}, "quoted"`.replaceAll('"', '""')
    return `${prefix}${i},"${text}",${(random() * 100).toFixed(3)},${random() < 0.5 ? 'a' : 'b'},${label}`
  })
}
export const HEADER = 'id,words,size,kind,label'
export const csv = (header: string, lines: string[]) => `${[header, ...lines].join('\n')}\n`

export const RECORDS = csv(
  'id,title',
  [...Array(60).keys()].map((i) => `r${i},"title of record ${i}"`),
)
