import type { ColumnSchema } from '../schema.ts'
import type { Row } from './csv-rows.ts'
import type { EmojiRecord } from './emoji-records.ts'
import type { SampleSplit } from './emoji-splits.ts'
import { FEATURE, idColumn, labelColumn, SPLIT_COLUMN } from './sample-columns.ts'
import type { SampleDataset, SampleImage } from './sample-dataset.ts'
import { seededOrder } from './seeded-order.ts'

/** Which drawings are shown, and whether the subgroup is asked for as well. */
export interface ClassificationOptions {
  seed: string
  drawings: 'openmoji' | 'twemoji'
  withSubgroup: boolean
}

/** Tables `train` and `test` (test with labels and split), their schema and the images. */
export type ClassificationData = Pick<SampleDataset, 'tables' | 'images'> & {
  columns: Record<'train' | 'test', ColumnSchema[]>
  groups: string[]
  subgroups: string[]
}

function svgOf(record: EmojiRecord, drawings: 'openmoji' | 'twemoji'): string | undefined {
  return drawings === 'openmoji' ? record.openmoji.colourSvg : record.twemojiSvg
}

function classificationRow(record: EmojiRecord, id: string, split: SampleSplit): Row {
  return {
    id,
    image: `images/${id}.png`,
    name: record.name,
    keywords: record.keywords.join(', '),
    emoji_version: String(record.version),
    code_point: String(record.codePoints[0]),
    code_point_count: String(record.codePoints.length),
    presentation: record.presentation,
    gender: record.gender,
    artist: record.openmoji.artist,
    drawn_on: record.openmoji.drawnOn,
    label_group: record.group,
    label_subgroup: record.subgroup,
    split,
  }
}

/**
 * One row per emoji without skin tone. Left out on purpose: Unicode's order and the neighbouring code points, which
 * are the answer; and whether skin tones exist, which all but names the group `people-body`. A subgroup that has a
 * single family cannot be both learned and tested, so its rows are left out when the subgroup is asked for.
 */
export function classificationData(
  records: readonly EmojiRecord[],
  splits: ReadonlyMap<string, SampleSplit>,
  { seed, drawings, withSubgroup }: ClassificationOptions,
): ClassificationData {
  const drawn = records.filter((record) => record.tone === 0 && svgOf(record, drawings) !== undefined)
  const testable = new Set(drawn.filter((r) => splits.get(r.family) !== 'train').map((r) => r.subgroup))
  const rows = withSubgroup ? drawn.filter((record) => testable.has(record.subgroup)) : drawn
  const numbered = seededOrder(rows, `${seed} classification ids`, (record) => record.hexcode)
  const images: SampleImage[] = []
  const byTable: Record<'train' | 'test', Row[]> = { train: [], test: [] }
  numbered.forEach((record, i) => {
    const split = splits.get(record.family)!
    const row = classificationRow(record, `em-${String(i + 1).padStart(4, '0')}`, split)
    images.push({ svg: svgOf(record, drawings)!, file: row.image })
    byTable[split === 'train' ? 'train' : 'test'].push(row)
  })

  const groups = [...new Set(rows.map((record) => record.group))]
  const subgroups = withSubgroup ? [...new Set(rows.map((record) => record.subgroup))] : []
  const features: ColumnSchema[] = [
    FEATURE.image,
    FEATURE.name,
    FEATURE.keywords,
    FEATURE.version,
    FEATURE.codePoint,
    FEATURE.codePointCount,
    FEATURE.presentation,
    // artist and date belong to the OpenMoji drawing, and only the whole set has people with a gender
    ...(drawings === 'openmoji' ? [FEATURE.gender, FEATURE.artist, FEATURE.drawnOn] : []),
  ]
  const labels = [labelColumn('label_group', 'Unicode’s group.', groups)]
  if (withSubgroup) labels.push(labelColumn('label_subgroup', 'Unicode’s subgroup.', subgroups))
  const train = [idColumn('id', 'Opaque id of the emoji.'), ...features, ...labels]
  const columns = { train, test: [...train, SPLIT_COLUMN] }
  return {
    columns,
    groups,
    subgroups,
    images,
    tables: {
      train: { columns: columns.train.map((c) => c.name), rows: byTable.train },
      test: { columns: columns.test.map((c) => c.name), rows: byTable.test },
    },
  }
}
