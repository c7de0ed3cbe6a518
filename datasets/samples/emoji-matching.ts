import { statSync } from 'node:fs'
import type { ColumnSchema } from '../schema.ts'
import { type CandidateOptions, candidatePairs } from './candidate-pairs.ts'
import type { Row, RowTable } from './csv-rows.ts'
import type { EmojiRecord } from './emoji-records.ts'
import type { SampleSplit } from './emoji-splits.ts'
import { FEATURE, idColumn, matchColumn, SPLIT_COLUMN } from './sample-columns.ts'
import type { SampleDataset, SampleImage } from './sample-dataset.ts'
import { seededOrder } from './seeded-order.ts'

export interface MatchingOptions extends CandidateOptions {
  /** What the left records show: OpenMoji in colour with English words, or its line art with German ones. */
  left: 'colour, English' | 'line art, German'
}

export type MatchingData = Pick<SampleDataset, 'tables' | 'images'> & {
  columns: Record<'left' | 'right' | 'train_pairs' | 'test_pairs', ColumnSchema[]>
}

/** Numbers records in a seeded order, so that neither ids nor row order line the two tables up. */
function numberRecords(records: readonly EmojiRecord[], prefix: string, seed: string): Map<string, string> {
  const ordered = seededOrder(records, `${seed} ${prefix}`, (record) => record.hexcode)
  return new Map(ordered.map((r, i) => [r.hexcode, `${prefix}-${String(i + 1).padStart(4, '0')}`]))
}

/** OpenMoji describes its drawing with the CLDR name and with tags of its own. */
function leftRow(record: EmojiRecord, id: string, left: MatchingOptions['left']): Row {
  const words: Row =
    left === 'colour, English'
      ? { name: record.name, tags: record.openmoji.tags }
      : { name: record.german.name, keywords: record.german.keywords.join(', ') }
  return {
    id,
    image: `images/left/${id}.png`,
    ...words,
    artist: record.openmoji.artist,
    drawn_on: record.openmoji.drawnOn,
    emoji_version: String(record.version),
    drawing_bytes: String(statSync(leftSvg(record, left)).size),
  }
}

function leftSvg(record: EmojiRecord, left: MatchingOptions['left']): string {
  return left === 'colour, English' ? record.openmoji.colourSvg : record.openmoji.lineSvg
}

/** Twemoji comes without words; its records get emojibase's short code and the CLDR keywords. */
function rightRow(record: EmojiRecord, id: string, svg: string): Row {
  return {
    id,
    image: `images/right/${id}.png`,
    title: record.shortcode,
    keywords: record.keywords.join(', '),
    emoji_version: String(record.version),
    drawing_bytes: String(statSync(svg).size),
  }
}

function tableOf(columns: ColumnSchema[], rows: Row[], ...sortBy: string[]): RowTable {
  const key = (row: Row) => sortBy.map((name) => row[name]).join(' ')
  return { columns: columns.map((c) => c.name), rows: rows.sort((a, b) => (key(a) < key(b) ? -1 : 1)) }
}

/**
 * Tables `left` (OpenMoji), `right` (Twemoji), `train_pairs` and `test_pairs` under two definitions of a match.
 * Unicode's group, subgroup and code points stand in neither: they would answer the classification track's
 * questions, or this one's.
 */
export function matchingData(
  records: readonly EmojiRecord[],
  splits: ReadonlyMap<string, SampleSplit>,
  { left, ...options }: MatchingOptions,
): MatchingData {
  const rights = records.filter((record) => record.twemojiSvg !== undefined)
  const leftIds = numberRecords(records, 'om', options.seed)
  const rightIds = numberRecords(rights, 'tw', options.seed)
  const images: SampleImage[] = []
  const leftRows = records.map((record) => {
    const row = leftRow(record, leftIds.get(record.hexcode)!, left)
    images.push({ svg: leftSvg(record, left), file: row.image })
    return row
  })
  const rightRows = rights.map((record) => {
    const row = rightRow(record, rightIds.get(record.hexcode)!, record.twemojiSvg!)
    images.push({ svg: record.twemojiSvg!, file: row.image })
    return row
  })
  const pairs = candidatePairs(records, rights, splits, options).map((pair) => ({
    id_left: leftIds.get(pair.left.hexcode)!,
    id_right: rightIds.get(pair.right.hexcode)!,
    label_exact: pair.exact ? '1' : '0',
    label_variant: pair.variant ? '1' : '0',
    split: pair.split,
  }))
  const columns = matchingColumns(left, options.variants > 0)
  const inTrain = (pair: Row) => pair.split === 'train'
  return {
    columns,
    images,
    tables: {
      left: tableOf(columns.left, leftRows, 'id'),
      right: tableOf(columns.right, rightRows, 'id'),
      train_pairs: tableOf(columns.train_pairs, pairs.filter(inTrain), 'id_left', 'id_right'),
      test_pairs: tableOf(
        columns.test_pairs,
        pairs.filter((p) => !inTrain(p)),
        'id_left',
        'id_right',
      ),
    },
  }
}

function matchingColumns(left: MatchingOptions['left'], withVariants: boolean): MatchingData['columns'] {
  const pair = [
    idColumn('id_left', 'A record of table left.'),
    idColumn('id_right', 'A record of table right.'),
    matchColumn('label_exact', '1 when both are the same emoji, else 0.'),
  ]
  if (withVariants)
    pair.push(matchColumn('label_variant', '1 when both are the same but for tone and gender.'))
  const { image, version, drawingBytes } = FEATURE
  const words =
    left === 'colour, English'
      ? [FEATURE.name, FEATURE.openmojiTags]
      : [FEATURE.germanName, FEATURE.germanKeywords]
  return {
    left: [
      idColumn('id', 'Opaque id of the OpenMoji record.'),
      image,
      ...words,
      FEATURE.artist,
      FEATURE.drawnOn,
      version,
      drawingBytes,
    ],
    right: [
      idColumn('id', 'Opaque id of the Twemoji record.'),
      image,
      FEATURE.shortCode,
      FEATURE.keywords,
      version,
      drawingBytes,
    ],
    train_pairs: pair,
    test_pairs: [...pair, SPLIT_COLUMN],
  }
}
