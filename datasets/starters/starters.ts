import type { DatasetSchema } from '../schema.ts'
import { writeAutogluonMultimodal } from './autogluon-multimodal.ts'
import { writeAutogluonTabular } from './autogluon-tabular.ts'
import { writeDuckdb } from './duckdb.ts'
import { writePandas } from './pandas.ts'
import { writePolars } from './polars.ts'
import { writeR } from './r.ts'
import { planStarter, type StarterOptions, type StarterPlan } from './starter-plan.ts'

interface Kind {
  name: string
  title: string
  filename: string
  /** What it does, in a sentence. */
  about: string
  write: (plan: StarterPlan) => string
}

const KINDS = [
  {
    name: 'pandas',
    title: 'pandas + scikit-learn',
    filename: 'starter_pandas.py',
    about: 'A linear model on words, categories and numbers. Runs in seconds; a place to begin.',
    write: writePandas,
  },
  {
    name: 'autogluon-tabular',
    title: 'AutoGluon tabular',
    filename: 'starter_autogluon_tabular.py',
    about: 'Many models of tables and texts, tuned and stacked within ten minutes.',
    write: writeAutogluonTabular,
  },
  {
    name: 'autogluon-multimodal',
    title: 'AutoGluon multimodal',
    filename: 'starter_autogluon_multimodal.py',
    about: 'One network over text, images, categories and numbers. Wants a GPU.',
    write: writeAutogluonMultimodal,
  },
  {
    name: 'polars',
    title: 'polars',
    filename: 'starter_polars.py',
    about: 'The Parquet files with polars, and a linear model on top.',
    write: writePolars,
  },
  {
    name: 'duckdb',
    title: 'DuckDB',
    filename: 'starter.sql',
    about: 'SQL alone, from the Parquet files to predictions.csv.',
    write: writeDuckdb,
  },
  {
    name: 'r',
    title: 'R',
    filename: 'starter.R',
    about: 'R without any package.',
    write: writeR,
  },
] as const satisfies readonly Kind[]

/** Names of the starters, in the order of the page. */
export const STARTER_NAMES = KINDS.map((kind) => kind.name) as [string, ...string[]]

/** A program that reads a release and writes a file that can be submitted. */
export interface Starter {
  name: string
  title: string
  filename: string
  about: string
  code: string
}

/**
 * Programs to begin with, written for the tables and columns of one release and one of its labels.
 *
 * @throws GrandstandError `not_found` when the release has no such label.
 */
export function writeStarters(schema: DatasetSchema, options: StarterOptions): Starter[] {
  const plan = planStarter(schema, options)
  return KINDS.map(({ write, ...about }) => ({ ...about, code: write(plan) }))
}
