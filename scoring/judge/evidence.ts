import { type Findings, ProblemList } from '../align/problem-list.ts'
import type { MetricInputs } from '../metrics/metric-inputs.ts'
import type { PartName, SplitCodes } from './truth-splits.ts'

/** What a predictions file comes to once it is read and aligned: statistics to compute metrics from. */
export interface Evidence {
  /** Rows of the predictions file. */
  rows: number
  splits: SplitCodes
  /** Classification: the class list. */
  classes?: readonly string[]
  notes?: string[]
  /** Rows of the truth in a part. */
  truthRows(part: PartName): number
  /** The statistics of a part, for each family of metrics that can be computed. */
  inputs(part: PartName): Partial<MetricInputs>
  /**
   * The statistics of what can be sliced and has a flag of 1: rows of the truth, of a ranked one its queries. A match list
   * has none: a wrong pair stands in no row of it.
   */
  inputsOf?(flags: Uint8Array): Partial<MetricInputs>
}

/** Either the evidence, or what is wrong with the file. */
export type Reading = { evidence: Evidence } | { findings: Findings }

/** Findings of several checks as one. */
export function mergeFindings(...all: Findings[]): Findings {
  const countByCode: Record<string, number> = {}
  for (const findings of all) {
    for (const [code, count] of Object.entries(findings.countByCode)) {
      countByCode[code] = (countByCode[code] ?? 0) + count
    }
  }
  return {
    problems: all.flatMap((findings) => findings.problems),
    problemCount: all.reduce((sum, findings) => sum + findings.problemCount, 0),
    countByCode,
  }
}

/** The finding of a file without rows, in place of one missing row for each row of the truth. */
export function noRows(): Findings {
  const problems = new ProblemList()
  problems.add('no_rows', () => ({
    line: 1,
    message: 'The file has a header and no rows. Write one row per prediction below the header.',
  }))
  return problems.findings()
}
