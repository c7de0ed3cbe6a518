import { type ColumnSchema, STANDARD } from '../schema.ts'
import { type ClassificationData, classificationData } from './emoji-classification.ts'
import {
  CLASSIFICATION_TEXT,
  MATCHING_TEXT,
  SPRINT_CLASSIFICATION_TEXT,
  SPRINT_MATCHING_TEXT,
} from './emoji-descriptions.ts'
import { matchingData } from './emoji-matching.ts'
import { emojiRecords } from './emoji-records.ts'
import { BOTH_RIGHTS, OPENMOJI_RIGHTS, TWEMOJI_RIGHTS } from './emoji-sources.ts'
import { splitFamilies } from './emoji-splits.ts'
import type { SampleDataset, SampleManifest, SampleQuestion } from './sample-dataset.ts'

/** One seed for splits, ids and pairs of all sample datasets. */
const SEED = 'emoji grand challenge 1'

/** The cut of the past challenge: no people and no flags, nothing younger than Emoji 13. */
const SPRINT_VERSION = 13
const SPRINT_WITHOUT = new Set(['people-body', 'flags'])

const EXACT: SampleQuestion = {
  name: 'exact',
  title: 'The same emoji',
  labelColumn: 'label_exact',
  classes: ['0', '1'],
  description: 'A pair matches when both sides are the same emoji, skin tone and gender included.',
}

const VARIANT: SampleQuestion = {
  name: 'variant',
  title: 'The same but for skin tone and gender',
  labelColumn: 'label_variant',
  classes: ['0', '1'],
  description: 'A pair matches when both sides are the same if skin tone and gender are ignored.',
}

function groupQuestion({ groups }: ClassificationData): SampleQuestion {
  return {
    name: 'group',
    title: `Group (${groups.length} classes)`,
    labelColumn: 'label_group',
    classes: groups,
    description: 'Which of Unicode’s groups does the emoji stand in?',
  }
}

function subgroupQuestion({ subgroups }: ClassificationData): SampleQuestion {
  return {
    name: 'subgroup',
    title: `Subgroup (${subgroups.length} classes)`,
    labelColumn: 'label_subgroup',
    classes: subgroups,
    description: 'Which of Unicode’s subgroups does the emoji stand in? Many are small.',
  }
}

function sampleDataset(
  data: Pick<SampleDataset, 'tables' | 'images'> & { columns: Record<string, ColumnSchema[]> },
  about: Omit<SampleManifest, 'schema' | 'splitColumn'>,
): SampleDataset {
  const tables = Object.entries(data.columns).map(([name, columns]) => ({
    name,
    rows: data.tables[name].rows.length,
    columns,
  }))
  const schema = { standard: STANDARD, kind: about.kind, tables } as const
  return {
    manifest: { ...about, splitColumn: 'split', schema },
    tables: data.tables,
    images: data.images,
  }
}

/**
 * The four sample datasets in memory: two of the running *Emoji Grand Challenge*, two of the past *Emoji Sprint*.
 *
 * @param options.limit about how many emoji without skin tone to use; all (1,914) when absent
 */
export function emojiDatasets(options: { limit?: number } = {}): SampleDataset[] {
  const records = emojiRecords(options)
  const splits = splitFamilies(records, SEED)
  const sprint = records.filter(
    (r) => r.tone === 0 && r.version <= SPRINT_VERSION && !SPRINT_WITHOUT.has(r.group) && r.twemojiSvg,
  )
  const classification = classificationData(records, splits, {
    seed: SEED,
    drawings: 'openmoji',
    withSubgroup: true,
  })
  const sprintClassification = classificationData(sprint, splits, {
    seed: `${SEED} sprint`,
    drawings: 'twemoji',
    withSubgroup: false,
  })
  const matching = { seed: SEED, variants: 2, negatives: 3, left: 'colour, English' } as const
  const sprintMatching = {
    seed: `${SEED} sprint`,
    variants: 0,
    negatives: 4,
    left: 'line art, German',
  } as const
  return [
    sampleDataset(classification, {
      slug: 'emoji-classification',
      title: 'Emoji: groups and subgroups',
      kind: 'classification',
      summary: 'All emoji of Unicode 17 as pictures with names, keywords, numbers and categories.',
      description: CLASSIFICATION_TEXT,
      questions: [groupQuestion(classification), subgroupQuestion(classification)],
      ...OPENMOJI_RIGHTS,
    }),
    sampleDataset(matchingData(records, splits, matching), {
      slug: 'emoji-matching',
      title: 'OpenMoji against Twemoji',
      kind: 'matching',
      summary:
        'Two projects drew and described the same emoji: find the pairs, exactly or but for tone and gender.',
      description: MATCHING_TEXT,
      questions: [EXACT, VARIANT],
      ...BOTH_RIGHTS,
    }),
    sampleDataset(sprintClassification, {
      slug: 'emoji-sprint-classification',
      title: 'Emoji Sprint: seven groups',
      kind: 'classification',
      summary: 'A smaller cut without people and flags, drawn by Twemoji.',
      description: SPRINT_CLASSIFICATION_TEXT,
      questions: [groupQuestion(sprintClassification)],
      ...TWEMOJI_RIGHTS,
    }),
    sampleDataset(matchingData(sprint, splits, sprintMatching), {
      slug: 'emoji-sprint-matching',
      title: 'Emoji Sprint: German line art, English colour',
      kind: 'matching',
      summary: 'Black-and-white drawings with German words against coloured ones with English words.',
      description: SPRINT_MATCHING_TEXT,
      questions: [EXACT],
      ...BOTH_RIGHTS,
    }),
  ]
}
