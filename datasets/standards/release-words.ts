import { type Datasheet, datasheetSchema } from '#core/datasheet.ts'

/** What is said about a release beside its tables: the dataset's words as they were when it was built. */
export interface ReleaseWords {
  title: string
  /** Names the dataset in addresses, citations and packages. */
  slug?: string
  summary?: string
  /** Markdown. */
  description?: string
  /** SPDX expression. */
  licence?: string
  /** Whom to name, in one paragraph. */
  attribution?: string
  datasheet?: Datasheet
  /** The number of the release, counted from 1. */
  version?: number
  /** Day of the release, `2026-01-31`. */
  published?: string
  /** The dataset's page. */
  url?: string
}

/** The datasheet, empty where there is none. */
export function sheetOf(words: ReleaseWords): Datasheet {
  return words.datasheet ?? datasheetSchema.parse({})
}

/** `3.0.0`: a new release may change anything, so each is a major version of semantic versioning. */
export function semanticVersion(words: ReleaseWords): string {
  return `${words.version ?? 1}.0.0`
}

/** A creator's name as written, and whether braces (`{Institute of Birds}`) mark it as a body rather than a person. */
export function readCreator(text: string): { name: string; body: boolean } {
  const body = text.startsWith('{') && text.endsWith('}')
  return { name: body ? text.slice(1, -1).trim() : text, body }
}

/** Where the dataset is to be found: its DOI, else its page, else its homepage. */
export function addressOf(words: ReleaseWords): string | undefined {
  const { doi, homepage } = sheetOf(words)
  return doi ? `https://doi.org/${doi}` : (words.url ?? homepage ?? undefined)
}

/** What the database keeps of a dataset, as far as words are concerned. */
interface DescribedDataset {
  slug: string
  title: string
  summary: string
  description: string
  licence: string
  attribution: string
  datasheet: unknown
}

/**
 * The words of a release as they are now.
 *
 * @param release its day is the day it was begun, so that building it again gives the same bytes
 * @param site address of this Grandstand, without a slash at the end
 */
export function wordsOf(
  dataset: DescribedDataset,
  release: { version: number; createdAt: Date },
  site: string,
): ReleaseWords {
  const { slug, title, summary, description, licence, attribution } = dataset
  return {
    ...{ slug, title, summary, description, licence, attribution, version: release.version },
    datasheet: datasheetSchema.parse(dataset.datasheet ?? {}),
    published: release.createdAt.toISOString().slice(0, 10),
    url: `${site}/datasets/${encodeURIComponent(slug)}`,
  }
}
