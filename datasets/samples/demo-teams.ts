import type {
  Baseline,
  ClassificationBaseline,
  ImageFeature,
  MatchingBaseline,
  PairFeature,
} from './baselines/baseline-spec.ts'
import type { SampleTime } from './sample-challenges.ts'

/** One file a demo team sends: which baseline on which task, when, and what the team writes beside it. */
export interface DemoSubmission {
  /** Slug of the task. */
  task: string
  baseline: Baseline
  /** Classification only: labels or probabilities. */
  form: 'labels' | 'probabilities'
  note: string
  sent: SampleTime
}

export interface DemoTeam {
  slug: string
  name: string
  affiliation: string
  members: { name: string; email: string }[]
  submissions: DemoSubmission[]
}

const WORDS = ['name', 'keywords']
const bayes = (columns: string[], smoothing: number): ClassificationBaseline => ({
  name: 'naive-bayes-text',
  columns,
  smoothing,
})
const nearestText = (columns: string[], neighbours: number): ClassificationBaseline => ({
  name: 'nearest-text',
  columns,
  neighbours,
})
const nearestImage = (feature: ImageFeature): ClassificationBaseline => ({
  name: 'nearest-image',
  feature,
  neighbours: 7,
})
const NEAREST_CODE: ClassificationBaseline = { name: 'nearest-number', column: 'code_point', neighbours: 5 }
const WORDS_AND_CODES: ClassificationBaseline = {
  name: 'blend',
  parts: [
    { weight: 0.7, baseline: bayes(WORDS, 0.1) },
    { weight: 0.7, baseline: NEAREST_CODE },
  ],
}
const EVERYTHING: ClassificationBaseline = {
  name: 'blend',
  parts: [
    { weight: 0.6, baseline: bayes(WORDS, 0.1) },
    { weight: 0.6, baseline: NEAREST_CODE },
    { weight: 0.3, baseline: nearestImage('thumbnail') },
    { weight: 0.4, baseline: nearestText(WORDS, 7) },
  ],
}

const NAMES: PairFeature = { name: 'string-similarity', left: ['name'], right: ['title'] }
const tokens = (left: string[]): PairFeature => ({
  name: 'token-similarity',
  left,
  right: ['title', 'keywords'],
})
const dictionary = (left: string[]): PairFeature => ({
  name: 'pair-words',
  left,
  right: ['title', 'keywords'],
})
const image = (feature: ImageFeature): PairFeature => ({ name: 'image-similarity', feature })
const ALL_IMAGES = [image('histogram'), image('thumbnail'), image('silhouette')]
const NUMBERS: PairFeature[] = [
  { name: 'number-similarity', column: 'emoji_version' },
  { name: 'number-similarity', column: 'drawing_bytes' },
]
const logistic = (...features: PairFeature[]): MatchingBaseline => ({ name: 'pair-logistic', features })

type Draft = [task: string, baseline: Baseline, note: string, form?: DemoSubmission['form']]

function send(sent: SampleTime, drafts: Draft[]): DemoSubmission[] {
  return drafts.map(([task, baseline, note, form = 'probabilities']) => ({
    task,
    baseline,
    form,
    note,
    sent,
  }))
}

const daysAgo = (days: number): SampleTime => ({ daysFromNow: -days })

const MAJORITY_REPORT: DemoTeam = {
  slug: 'majority-report',
  name: 'Majority Report',
  affiliation: 'Institute of Low Expectations',
  members: [{ name: 'Mara Lindqvist', email: 'mara@majority-report.example' }],
  submissions: [
    ...send({ at: '2025-03-10T10:15:00Z' }, [
      ['sprint-group', { name: 'majority-class' }, 'The most frequent class.', 'labels'],
      ['sprint-match', { name: 'constant-score' }, 'The share of matches, for every pair.'],
    ]),
    ...send(daysAgo(28), [
      ['emoji-group', { name: 'majority-class' }, 'The most frequent class, for every row.', 'labels'],
      ['emoji-subgroup', { name: 'class-frequencies' }, 'Training shares as probabilities.'],
      ['emoji-match-exact', { name: 'constant-score' }, 'The share of matches, for every pair.'],
      ['emoji-match-variant', { name: 'constant-score' }, 'The share of matches, for every pair.'],
    ]),
  ],
}

const TRIGRAM_TRIO: DemoTeam = {
  slug: 'trigram-trio',
  name: 'Trigram Trio',
  affiliation: 'Department of Three-Letter Words',
  members: [
    { name: 'Tomás Arroyo', email: 'tomas@trigram-trio.example' },
    { name: 'Trude Halvorsen', email: 'trude@trigram-trio.example' },
    { name: 'Tariq Aziz Khan', email: 'tariq@trigram-trio.example' },
  ],
  submissions: [
    ...send({ at: '2025-03-21T14:40:00Z' }, [
      ['sprint-group', nearestText(['name'], 1), 'The training emoji with the nearest name.', 'labels'],
      ['sprint-match', NAMES, 'Shared trigrams: English and German have more in common than one thinks.'],
    ]),
    ...send({ at: '2025-05-12T08:05:00Z' }, [
      ['sprint-group', nearestText(WORDS, 7), 'Seven neighbours, and keywords.'],
    ]),
    ...send(daysAgo(25), [
      ['emoji-group', nearestText(['name'], 1), 'The training emoji with the nearest name.', 'labels'],
      ['emoji-match-exact', NAMES, 'Jaccard index of trigrams, threshold tuned on the training pairs.'],
      ['emoji-match-variant', NAMES, 'The same, with a threshold of its own.'],
    ]),
    ...send(daysAgo(12), [
      ['emoji-group', nearestText(WORDS, 7), 'Seven neighbours, and keywords.'],
      ['emoji-subgroup', nearestText(WORDS, 7), 'Seven neighbours, names and keywords.'],
    ]),
  ],
}

const NAIVE_BAYESIANS: DemoTeam = {
  slug: 'naive-bayesians',
  name: 'The Naive Bayesians',
  affiliation: 'University of Independent Words',
  members: [
    { name: 'Ngozi Adeyemi', email: 'ngozi@naive-bayesians.example' },
    { name: 'Bram de Wit', email: 'bram@naive-bayesians.example' },
  ],
  submissions: [
    ...send({ at: '2025-04-02T16:20:00Z' }, [
      ['sprint-group', bayes(WORDS, 1), 'Multinomial naive Bayes on names and keywords.'],
      ['sprint-match', dictionary(WORDS), 'A German–English dictionary learned from the training pairs.'],
    ]),
    ...send(daysAgo(24), [
      ['emoji-group', bayes(['name'], 1), 'Names alone.'],
      ['emoji-subgroup', bayes(WORDS, 1), 'Names and keywords, Laplace smoothing.'],
    ]),
    ...send(daysAgo(17), [
      ['emoji-group', bayes(WORDS, 1), 'Keywords help a lot.'],
      ['emoji-subgroup', bayes(WORDS, 0.1), 'With 97 classes less smoothing is better.'],
      ['emoji-match-exact', tokens(['name', 'tags']), 'Cosine of tf-idf vectors over all words.'],
      ['emoji-match-variant', tokens(['name', 'tags']), 'Rare shared words are what families share.'],
    ]),
  ],
}

const PIXEL_PEEPERS: DemoTeam = {
  slug: 'pixel-peepers',
  name: 'Pixel Peepers',
  affiliation: 'Colour Science Club',
  members: [
    { name: 'Pia Rossi', email: 'pia@pixel-peepers.example' },
    { name: 'Ping Zhao', email: 'ping@pixel-peepers.example' },
  ],
  submissions: [
    ...send({ at: '2025-04-15T11:30:00Z' }, [
      ['sprint-group', nearestImage('histogram'), 'Colours only.'],
      ['sprint-match', image('silhouette'), 'Line art has no colours, so we fill its outline.'],
    ]),
    ...send({ at: '2025-05-06T19:10:00Z' }, [
      ['sprint-group', nearestImage('thumbnail'), '12 × 12 pixels say more than 64 colour bins.'],
    ]),
    ...send(daysAgo(20), [
      ['emoji-group', nearestImage('histogram'), 'Seven nearest colour histograms.'],
      ['emoji-subgroup', nearestImage('histogram'), 'Seven nearest colour histograms.'],
      ['emoji-match-exact', image('histogram'), 'Both projects agree that tomatoes are red.'],
      ['emoji-match-variant', image('silhouette'), 'The outline ignores tone, as the task does.'],
    ]),
    ...send(daysAgo(9), [
      ['emoji-group', nearestImage('thumbnail'), '12 × 12 pixels.'],
      ['emoji-subgroup', nearestImage('thumbnail'), '12 × 12 pixels.'],
      ['emoji-match-exact', image('thumbnail'), '12 × 12 pixels.'],
      ['emoji-match-variant', logistic(...ALL_IMAGES), 'Three views of the picture, weighed.'],
    ]),
  ],
}

const BLOCK_PARTY: DemoTeam = {
  slug: 'block-party',
  name: 'Block Party',
  affiliation: 'Friends of the Code Charts',
  members: [
    { name: 'Bronwyn Pryce', email: 'bronwyn@block-party.example' },
    { name: 'Kofi Mensah', email: 'kofi@block-party.example' },
    { name: 'Yuki Tanabe', email: 'yuki@block-party.example' },
  ],
  submissions: [
    ...send({ at: '2025-03-28T07:55:00Z' }, [
      ['sprint-group', NEAREST_CODE, 'Neighbours in the code charts.'],
      ['sprint-match', logistic(NAMES, tokens(WORDS)), 'Letters and words together.'],
    ]),
    ...send({ at: '2025-05-27T21:45:00Z' }, [
      ['sprint-group', EVERYTHING, 'Words, code points and pictures.'],
      ['sprint-match', logistic(NAMES, tokens(WORDS), ...ALL_IMAGES, ...NUMBERS), 'Everything we have.'],
    ]),
    ...send(daysAgo(27), [
      ['emoji-group', NEAREST_CODE, 'The five nearest code points, as the dataset page warned.'],
      ['emoji-subgroup', NEAREST_CODE, 'The five nearest code points.'],
      ['emoji-match-exact', logistic(NAMES, tokens(['name', 'tags'])), 'Letters and words together.'],
      ['emoji-match-variant', logistic(NAMES, tokens(['name', 'tags'])), 'Letters and words together.'],
    ]),
    ...send(daysAgo(15), [
      ['emoji-group', WORDS_AND_CODES, 'Naive Bayes and code points, half each.'],
      ['emoji-subgroup', WORDS_AND_CODES, 'Naive Bayes and code points, half each.'],
    ]),
    ...send(daysAgo(4), [
      ['emoji-group', EVERYTHING, 'Words, code points and pictures.'],
      ['emoji-subgroup', EVERYTHING, 'Words, code points and pictures.'],
      [
        'emoji-match-exact',
        logistic(NAMES, tokens(['name', 'tags']), dictionary(['name', 'tags']), ...ALL_IMAGES, ...NUMBERS),
        'Words, a learned dictionary, pictures and numbers.',
      ],
      [
        'emoji-match-variant',
        logistic(NAMES, tokens(['name', 'tags']), dictionary(['name', 'tags']), ...ALL_IMAGES, ...NUMBERS),
        'Words, a learned dictionary, pictures and numbers.',
      ],
    ]),
  ],
}

/** Five teams of different strength; every file they send comes from `predict`, none is made up. */
export const DEMO_TEAMS: readonly DemoTeam[] = [
  MAJORITY_REPORT,
  TRIGRAM_TRIO,
  NAIVE_BAYESIANS,
  PIXEL_PEEPERS,
  BLOCK_PARTY,
]
