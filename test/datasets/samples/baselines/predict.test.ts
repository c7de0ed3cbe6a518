import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type {
  ClassificationBaseline,
  MatchingBaseline,
  PairFeature,
} from '#datasets/samples/baselines/baseline-spec.ts'
import { ImageSignatures } from '#datasets/samples/baselines/image-signature.ts'
import { predict } from '#datasets/samples/baselines/predict.ts'
import { parseCsv, type Row } from '#datasets/samples/csv-rows.ts'
import type { SampleManifest } from '#datasets/samples/sample-dataset.ts'
import { writeEmojiSample } from '#datasets/samples/write-emoji-sample.ts'

const WORDS = ['name', 'keywords']
const BAYES: ClassificationBaseline = { name: 'naive-bayes-text', columns: WORDS, smoothing: 0.5 }
const THUMBNAIL: ClassificationBaseline = { name: 'nearest-image', feature: 'thumbnail', neighbours: 5 }
const CLASSIFIERS: ClassificationBaseline[] = [
  BAYES,
  THUMBNAIL,
  { name: 'nearest-text', columns: WORDS, neighbours: 5 },
  { name: 'nearest-number', column: 'code_point', neighbours: 5 },
  { name: 'nearest-image', feature: 'histogram', neighbours: 5 },
  { name: 'nearest-image', feature: 'silhouette', neighbours: 5 },
  {
    name: 'blend',
    parts: [
      { weight: 0.5, baseline: BAYES },
      { weight: 0.5, baseline: THUMBNAIL },
    ],
  },
]
const NAMES: PairFeature = { name: 'string-similarity', left: ['name'], right: ['title'] }
const TOKENS: PairFeature = { name: 'token-similarity', left: ['name', 'tags'], right: ['title', 'keywords'] }
const MATCHERS: MatchingBaseline[] = [
  NAMES,
  TOKENS,
  { name: 'pair-words', left: ['name'], right: ['title'] },
  { name: 'image-similarity', feature: 'thumbnail' },
  { name: 'image-similarity', feature: 'histogram' },
  { name: 'image-similarity', feature: 'silhouette' },
  { name: 'number-similarity', column: 'emoji_version' },
  { name: 'pair-logistic', features: [NAMES, TOKENS, { name: 'image-similarity', feature: 'thumbnail' }] },
]

let root: string
let classification: SampleManifest
let matching: SampleManifest
const images = new Map<string, ImageSignatures>()

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'emoji-baselines-'))
  const manifests = await writeEmojiSample(root, { limit: 300 })
  classification = manifests[0]
  matching = manifests[1]
  for (const { slug } of manifests) images.set(slug, new ImageSignatures(join(root, slug)))
})
after(() => rm(root, { recursive: true, force: true }))

function classify(baseline: ClassificationBaseline, form: 'labels' | 'probabilities'): Promise<string> {
  const { slug, questions } = classification
  const { labelColumn, classes } = questions[0]
  const folder = join(root, slug)
  return predict({ kind: 'classification', folder, labelColumn, classes, form, baseline }, images.get(slug))
}

function match(baseline: MatchingBaseline, labelColumn: string): Promise<string> {
  const folder = join(root, matching.slug)
  return predict({ kind: 'matching', folder, labelColumn, baseline }, images.get(matching.slug))
}

async function withheld(slug: string, table: string): Promise<Row[]> {
  return parseCsv(await readFile(join(root, slug, `${table}.csv`), 'utf8')).rows
}

async function accuracy(csv: string): Promise<number> {
  const truth = new Map((await withheld(classification.slug, 'test')).map((r) => [r.id, r.label_group]))
  const { rows } = parseCsv(csv)
  return rows.filter((row) => truth.get(row.id) === row.prediction).length / rows.length
}

/** Share of (match, other) couples in which the match has the higher score; ties count half. 0.5 is chance. */
async function rocAuc(csv: string, labelColumn: string): Promise<number> {
  const truth = await withheld(matching.slug, 'test_pairs')
  const label = new Map(truth.map((r) => [`${r.id_left} ${r.id_right}`, r[labelColumn]]))
  const scores: Record<string, number[]> = { '0': [], '1': [] }
  for (const r of parseCsv(csv).rows) scores[label.get(`${r.id_left} ${r.id_right}`)!].push(Number(r.score))
  let won = 0
  for (const a of scores['1']) for (const b of scores['0']) won += a > b ? 1 : a === b ? 0.5 : 0
  return won / (scores['1'].length * scores['0'].length)
}

test('every classifier beats the majority class on the withheld labels', async () => {
  const floor = await accuracy(await classify({ name: 'majority-class' }, 'labels'))
  assert.ok(floor > 0.1 && floor < 0.5)
  for (const baseline of CLASSIFIERS) {
    const score = await accuracy(await classify(baseline, 'labels'))
    assert.ok(score > floor + 0.1, `${JSON.stringify(baseline)} has ${score}, the floor ${floor}`)
  }
})

test('every matcher ranks better than a constant, under both definitions', async () => {
  for (const labelColumn of ['label_exact', 'label_variant']) {
    assert.equal(await rocAuc(await match({ name: 'constant-score' }, labelColumn), labelColumn), 0.5)
    for (const baseline of MATCHERS) {
      // a dictionary of this few pairs knows families, but not yet which word means which tone
      if (baseline.name === 'pair-words' && labelColumn === 'label_exact') continue
      const score = await rocAuc(await match(baseline, labelColumn), labelColumn)
      assert.ok(score > 0.53, `${JSON.stringify(baseline)} on ${labelColumn}: ${score}`)
    }
  }
})

test('probabilities are complete, finite, in range, sum to one, and agree with the labels', async () => {
  const { classes } = classification.questions[0]
  const truth = await withheld(classification.slug, 'test')
  for (const baseline of [...CLASSIFIERS, { name: 'class-frequencies' } as const]) {
    const { columns, rows } = parseCsv(await classify(baseline, 'probabilities'))
    const labels = parseCsv(await classify(baseline, 'labels')).rows
    assert.deepEqual(columns, ['id', ...classes])
    assert.deepEqual(
      rows.map((row) => row.id),
      truth.map((row) => row.id),
    )
    rows.forEach((row, i) => {
      const values = classes.map((name) => Number(row[name]))
      assert.ok(values.every((value) => value >= 0 && value <= 1))
      assert.ok(Math.abs(values.reduce((a, b) => a + b, 0) - 1) < 1e-3)
      assert.equal(Math.max(...values), Number(row[labels[i].prediction]))
    })
  }
})

test('scores cover exactly the test pairs and stay in [0, 1]', async () => {
  const truth = await withheld(matching.slug, 'test_pairs')
  for (const baseline of [...MATCHERS, { name: 'constant-score' } as const]) {
    const { columns, rows } = parseCsv(await match(baseline, 'label_exact'))
    assert.deepEqual(columns, ['id_left', 'id_right', 'score'])
    const key = (row: Row) => `${row.id_left} ${row.id_right}`
    assert.deepEqual(rows.map(key), truth.map(key))
    assert.ok(rows.every(({ score }) => Number(score) >= 0 && Number(score) <= 1))
  }
})

test('predictions do not depend on the withheld answers', async () => {
  const before = [await classify(BAYES, 'probabilities'), await match(NAMES, 'label_exact')]
  const swaps = [
    [join(root, classification.slug, 'test.csv'), /smileys-emotion|people-body|flags/g, 'symbols'],
    [join(root, matching.slug, 'test_pairs.csv'), /,[01],[01],(public|private)/g, ',0,0,public'],
  ] as const
  for (const [file, answer, other] of swaps) {
    const text = await readFile(file, 'utf8')
    assert.notEqual(text.replaceAll(answer, other), text)
    await writeFile(file, text.replaceAll(answer, other))
  }
  assert.deepEqual([await classify(BAYES, 'probabilities'), await match(NAMES, 'label_exact')], before)
})
