import type { TruthDiff } from './diff-types.ts'
import { visitRows } from './plan-split.ts'
import { readTableHere } from './read-table.ts'
import type { ColumnSchema } from './schema.ts'
import { PAIR_COLUMNS } from './table-names.ts'

/** The withheld answers of one definition in two releases: files as the labels' writer makes them. */
export interface ComparedTruth {
  definition: string
  before: string
  after: string
}

/** Calls `visit` with key, label and part of every answer. */
async function visitAnswers(
  path: string,
  pairs: boolean,
  visit: (key: string, label: string, part: string) => void,
): Promise<void> {
  const names = [...(pairs ? PAIR_COLUMNS : ['id']), 'label', 'split']
  const columns = names.map(
    (name): ColumnSchema => ({ name, type: 'string', modality: 'id', role: 'id', nullable: false }),
  )
  const table = { name: 'truth', columns }
  await visitRows({ input: { name: 'truth', path }, table, readTable: readTableHere }, names, (cells) => {
    const [label, part] = cells.slice(-2)
    visit(JSON.stringify(cells.slice(0, -2)), label, part)
  })
}

/**
 * Counts how the answers of rows that both releases withhold differ. The result holds no answer, but says how many
 * changed, so it is for organisers only.
 */
export async function diffTruth(truths: readonly ComparedTruth[], pairs: boolean): Promise<TruthDiff> {
  const found: TruthDiff = []
  for (const { definition, before, after } of truths) {
    const known = new Map<string, string>()
    await visitAnswers(before, pairs, (key, label, part) => known.set(key, `${part} ${label}`))
    const counts = { definition, inBoth: 0, labelsChanged: 0, partsChanged: 0 }
    await visitAnswers(after, pairs, (key, label, part) => {
      const was = known.get(key)
      if (was === undefined) return
      const space = was.indexOf(' ')
      counts.inBoth++
      if (was.slice(space + 1) !== label) counts.labelsChanged++
      if (was.slice(0, space) !== part) counts.partsChanged++
    })
    found.push(counts)
  }
  return found
}
