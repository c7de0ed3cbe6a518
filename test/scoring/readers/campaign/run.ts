/**
 * Reads thousands of damaged files in a process of its own, and whatever it accepts also with other readers: none may
 * crash or hang it, and no value may differ.
 *
 *     node test/scoring/readers/campaign/run.ts [--parquet 5000] [--csv 5000] [--seed 1] [--keep FOLDER]
 *
 * Files with a finding are kept in the folder. Ends with 1 if there are any. Needs /usr/bin/python3 for CSV.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { mutate } from '../mutate.ts'
import { CsvJury, type Finding, ParquetJury } from './jury.ts'
import { csvOriginals, parquetOriginals } from './originals.ts'

const { values } = parseArgs({
  options: {
    parquet: { type: 'string', default: '5000' },
    csv: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: join(tmpdir(), 'grandstand-damaged-files') },
  },
})
const seed = Number(values.seed)
const folder = mkdtempSync(join(tmpdir(), 'campaign-'))

interface Jury {
  judge(path: string): Promise<Finding>
  close(): void
}

async function campaign(kind: string, originals: Uint8Array[], count: number, jury: Jury): Promise<number> {
  const counts = new Map<string, number>()
  let findings = 0
  for (let i = 0; i < count; i++) {
    const bytes = mutate(originals[i % originals.length], new SeededRandom(seed * 1_000_003 + i))
    const path = join(folder, `file.${kind}`)
    writeFileSync(path, bytes)
    const { outcome, detail } = await jury.judge(path)
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    if (detail === undefined) continue
    findings++
    mkdirSync(values.keep, { recursive: true })
    const kept = join(values.keep, `${seed}-${i}.${kind}`)
    writeFileSync(kept, bytes)
    console.log(`${kept}: ${outcome}: ${detail}`)
  }
  jury.close()
  const lines = [...counts].map(([outcome, number]) => `  ${String(number).padStart(6)} ${outcome}`)
  console.log(`${count} damaged ${kind} files, seed ${seed}:\n${lines.sort().reverse().join('\n')}`)
  return findings
}

let findings = 0
try {
  const parquet = await parquetOriginals(folder, new SeededRandom(seed))
  findings += await campaign('parquet', parquet, Number(values.parquet), new ParquetJury())
  findings += await campaign('csv', csvOriginals(new SeededRandom(seed)), Number(values.csv), new CsvJury())
} finally {
  rmSync(folder, { recursive: true })
}
process.exitCode = findings === 0 ? 0 : 1
