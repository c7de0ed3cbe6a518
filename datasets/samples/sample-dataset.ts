import type { DatasetKind, DatasetSchema } from '../schema.ts'
import type { RowTable } from './csv-rows.ts'

/** Where a part of a dataset comes from, on which terms, and whom to name. */
export interface SampleSource {
  /** What was taken: `Drawings of table right`. */
  part: string
  title: string
  authors: string
  url: string
  /** SPDX identifier. */
  licence: string
}

/** One question that the dataset can ask: a label column of its own over the same rows. */
export interface SampleQuestion {
  /** Short name in addresses: `group`. */
  name: string
  title: string
  /** Withheld from the released test table. */
  labelColumn: string
  /** The declared classes in order; for pairs `0` (different) and `1` (match). */
  classes: string[]
  description: string
}

/** What `dataset.json` says: everything an organiser types into the registration form. */
export interface SampleManifest {
  slug: string
  title: string
  kind: DatasetKind
  summary: string
  /** Markdown for the dataset page: contents, splits, known weaknesses. */
  description: string
  /** SPDX licence expression for the whole; the parts have their own in `sources`. */
  licence: string
  sources: SampleSource[]
  /** One paragraph of credit, ready to be shown wherever the data is shown. */
  attribution: string
  /** How the adaptation differs from the originals, as the CC licences ask one to say. */
  changes: string
  questions: SampleQuestion[]
  /** Names `public` or `private` in the test table; like the label columns it is withheld from the release. */
  splitColumn: 'split'
  /** Every file `<table>.csv` with its columns in file order, those that are withheld included. */
  schema: DatasetSchema
}

/** An SVG to be drawn into the dataset's folder. */
export interface SampleImage {
  svg: string
  /** Path below the dataset's folder: `images/em-0001.png`. */
  file: string
}

/** A dataset in memory, before it is written. */
export interface SampleDataset {
  manifest: SampleManifest
  tables: Record<string, RowTable>
  images: SampleImage[]
}
