import { parseLicence } from '#core/licences.ts'
import type { DatasetSchema } from '../schema.ts'
import type { ReleaseFile } from '../table-writers.ts'
import { citeRelease } from './citation.ts'
import { CROISSANT_CONTEXT, CROISSANT_VERSION } from './croissant-context.ts'
import { IMAGE_FILES } from './croissant-images.ts'
import { recordSets } from './croissant-records.ts'
import { type ReleaseWords, readCreator, semanticVersion, sheetOf } from './release-words.ts'

/** A Croissant document as plain data. */
export type Croissant = Record<string, unknown>

/** Formats by their usual names; Parquet's is the one that Croissant's loader knows. */
const ENCODINGS: Record<string, string> = {
  csv: 'text/csv',
  parquet: 'application/x-parquet',
  zip: 'application/zip',
  json: 'application/json',
}
const IMAGE_ENCODINGS: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
}

/** What the licence expression names, by address where it can be said so. */
function licenceOf(expression: string | undefined): string | string[] | undefined {
  if (!expression) return undefined
  const parsed = parseLicence(expression)
  if (!('licences' in parsed)) return expression
  const simple = parsed.expression.split(' ').every((word, i) => i % 2 === 0 || word === 'AND')
  const addresses = parsed.licences.map((one) => one.url)
  if (!simple || addresses.some((one) => one === null)) return parsed.expression
  const known = addresses.filter((one) => one !== null)
  return known.length === 1 ? known[0] : known
}

function creatorsOf(words: ReleaseWords): unknown {
  const { creators } = sheetOf(words)
  // the specification wants one, and nobody else is sure to stand behind the data
  if (creators.length === 0) return { '@type': 'sc:Organization', name: `The organisers of ${words.title}` }
  const named = creators.map((text) => {
    const { name, body } = readCreator(text)
    return { '@type': body ? 'sc:Organization' : 'sc:Person', name }
  })
  return named.length === 1 ? named[0] : named
}

/** The words of a document: everything but files and records. */
export function croissantWords(words: ReleaseWords): Croissant {
  const sheet = sheetOf(words)
  const url = words.url ?? sheet.homepage ?? undefined
  const all: Croissant = {
    '@context': CROISSANT_CONTEXT,
    '@type': 'sc:Dataset',
    name: words.title,
    description: words.description?.trim() || words.summary || words.title,
    conformsTo: CROISSANT_VERSION,
    license: licenceOf(words.licence),
    url,
    creator: creatorsOf(words),
    datePublished: words.published,
    version: semanticVersion(words),
    citeAs: citeRelease(words).bibtex.trim(),
    keywords: sheet.keywords.length > 0 ? sheet.keywords : undefined,
    sameAs: sheet.doi ? `https://doi.org/${sheet.doi}` : undefined,
    isLiveDataset: false,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function fileObject({ path, format, sizeBytes, sha256, rows }: ReleaseFile): Croissant {
  const what = path === 'images.csv' ? 'images.zip, listed with checksums' : path
  return {
    ...{ '@type': 'cr:FileObject', '@id': path, name: path },
    description: rows === undefined ? what : `${what}, ${rows} rows`,
    ...{ contentSize: `${sizeBytes} B`, contentUrl: path, encodingFormat: ENCODINGS[format], sha256 },
  }
}

function imageFiles(paths: readonly string[]): Croissant {
  const endings = [
    ...new Set(paths.map((path) => path.slice(path.lastIndexOf('.') + 1).toLowerCase())),
  ].sort()
  const encodings = [...new Set(endings.map((ending) => IMAGE_ENCODINGS[ending]))]
  return {
    ...{
      '@type': 'cr:FileSet',
      '@id': IMAGE_FILES,
      name: IMAGE_FILES,
      description: 'The images in images.zip.',
    },
    containedIn: { '@id': 'images.zip' },
    encodingFormat: encodings.length === 1 ? encodings[0] : encodings,
    // one pattern for images directly in the folder and one for those further below
    includes: ['images/*', 'images/**/*'],
  }
}

/**
 * Describes a release as Croissant 1.1 (http://mlcommons.org/croissant/1.1): its files with checksums, its tables as
 * record sets with keys, types, splits, closed lists of values and images, and how to cite it. Paths of files are
 * relative, so that the document can stand in the release's folder. It knows nothing of withheld labels.
 *
 * @param files what the document should list; documents about the release itself are left out
 * @param images paths of the images in `images.zip`
 */
export function describeAsCroissant(
  words: ReleaseWords,
  schema: DatasetSchema,
  files: readonly ReleaseFile[],
  images: readonly string[],
): Croissant {
  const listed = files.filter(({ format }) => format in ENCODINGS)
  const hasImages = images.length > 0 && files.some(({ path }) => path === 'images.zip')
  return {
    ...croissantWords(words),
    distribution: [...listed.map(fileObject), ...(hasImages ? [imageFiles(images)] : [])],
    recordSet: recordSets(schema, hasImages),
  }
}

/** A release's document for readers on the web: files by their full address, and the words of today. */
export function croissantOnTheWeb(
  document: Croissant,
  words: ReleaseWords,
  addressOf: (path: string) => string,
): Croissant {
  const entries = Array.isArray(document.distribution) ? document.distribution : []
  const distribution = entries.map((entry: Croissant) =>
    typeof entry.contentUrl === 'string' ? { ...entry, contentUrl: addressOf(entry.contentUrl) } : entry,
  )
  return { ...croissantWords(words), distribution, recordSet: document.recordSet }
}
