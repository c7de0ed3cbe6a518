/** The golden cases: files with expected values that were computed independently (scikit-learn, then plain Python). */
import { readdirSync, readFileSync } from 'node:fs'
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'
import { type Cell, memoryTable } from './memory-table.ts'

const ROOT = new URL('../golden/', import.meta.url)

export interface GoldenCase {
  name: string
  spec: TaskSpec
  /** Expected values; null where a metric is undefined. */
  metrics: Record<string, number | number[][] | null>
  truthPath: string
  predictionsPath: string
}

/** All cases below test/golden. */
export function goldenCases(): GoldenCase[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readCase(entry.name))
}

function readCase(name: string): GoldenCase {
  const folder = new URL(`${name}/`, ROOT)
  const golden = JSON.parse(readFileSync(new URL('golden.json', folder), 'utf8'))
  return {
    name,
    spec: taskSpecSchema.parse({
      kind: golden.task.replace('_', '-'),
      classes: golden.class_order,
      truthForm: golden.truth_form === 'match_list' ? 'match-list' : 'labelled',
      symmetric: golden.symmetric ?? false,
      threshold: golden.threshold ?? 0.5,
    }),
    metrics: golden.metrics,
    truthPath: new URL('truth.csv', folder).pathname,
    predictionsPath: new URL('predictions.csv', folder).pathname,
  }
}

/** A CSV file of the golden cases as rows of cells, read by a plain parser that shares nothing with the real one. */
export function readPlainCsv(path: string): { header: string[]; rows: Cell[][] } {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  const rows: Cell[][] = []
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)]
    rows.push(
      cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? (plain === '' ? null : plain)),
    )
  }
  const [header, ...body] = rows
  return { header: header.map((name) => name ?? ''), rows: body }
}

/** Opens a CSV file of the golden cases from memory. */
export function plainCsvTable(path: string) {
  const { header, rows } = readPlainCsv(path)
  return memoryTable(header, rows)
}
