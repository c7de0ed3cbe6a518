import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { blend } from '#datasets/samples/baselines/blend.ts'
import { ImageSignatures, imageLikeness } from '#datasets/samples/baselines/image-signature.ts'
import { naiveBayesText } from '#datasets/samples/baselines/naive-bayes-text.ts'
import { fitLogistic } from '#datasets/samples/baselines/pair-logistic.ts'
import { cosine, tfIdf } from '#datasets/samples/baselines/tf-idf.ts'
import { bestThreshold, scoreAround } from '#datasets/samples/baselines/tune-threshold.ts'

/** Numbers in [0, 1) that are the same in every run (the Lehmer generator of MINSTD). */
function numbers(count: number): number[] {
  let state = 42
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  })
}

const near = (actual: number, expected: number, within = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} instead of ${expected}`)

test('the tuned threshold has the best F1 of all thresholds', () => {
  for (let size = 1; size <= 40; size++) {
    const random = numbers(size * 2)
    const likeness = random.slice(0, size).map((value) => Math.round(value * 10) / 10)
    const isMatch = random.slice(size).map((value, i) => value < likeness[i] || i === 0)
    const f1 = (threshold: number) => {
      const predicted = likeness.map((value) => value >= threshold)
      const found = predicted.filter((value, i) => value && isMatch[i]).length
      return (2 * found) / (predicted.filter(Boolean).length + isMatch.filter(Boolean).length)
    }
    near(f1(bestThreshold(likeness, isMatch)), Math.max(...likeness.map(f1)))
  }
})

test('scores keep the order of likeness, and 0.5 is the threshold', () => {
  const score = scoreAround(0.3, -2, 7)
  assert.deepEqual([-2, 0.3, 7].map(score), [0, 0.5, 1])
  const values = numbers(200).map((value) => -2 + 9 * value)
  for (const a of values) for (const b of values) assert.equal(a < b, score(a) < score(b))
  assert.equal(scoreAround(1, 0, 1)(1), 1)
})

test('naive Bayes gives the probabilities of the textbook example', () => {
  // Manning, Raghavan, Schütze, example 13.1: priors 3/4 and 1/4, P ∝ 0.0003 and 0.0001
  const train = [
    { words: 'Chinese Beijing Chinese', label: 'china' },
    { words: 'Chinese Chinese Shanghai', label: 'china' },
    { words: 'Chinese Macao', label: 'china' },
    { words: 'Tokyo Japan Chinese', label: 'other' },
  ]
  const [row] = naiveBayesText(
    {
      images: new ImageSignatures('.'),
      train,
      test: [{ words: 'Chinese Chinese Chinese Tokyo Japan' }],
      labelColumn: 'label',
      classes: ['china', 'other'],
    },
    { columns: ['words'], smoothing: 1 },
  )
  const china = (3 / 4) * (3 / 7) ** 3 * (1 / 14) ** 2
  const other = (1 / 4) * (2 / 9) ** 3 * (2 / 9) ** 2
  near(row[0], 0.97 * (china / (china + other)) + 0.03 * 0.75)
  near(row[0] + row[1], 1)
})

test('tf-idf weighs as scikit-learn does', () => {
  const vector = tfIdf([['a', 'b'], ['a'], ['a', 'c', 'c']])(['c', 'a', 'c'])
  // smooth_idf: ln(4/4) + 1 = 1 for a, ln(4/2) + 1 for c, then Euclidean length 1
  const c = 2 * (Math.log(2) + 1)
  near(vector.get('a')!, 1 / Math.hypot(1, c))
  near(vector.get('c')!, c / Math.hypot(1, c))
  near(cosine(vector, vector), 1)
  assert.equal(cosine(vector, new Map([['z', 1]])), 0)
})

test('logistic regression finds the line that made the labels', () => {
  const random = numbers(2000)
  const rows = Array.from({ length: 1000 }, (_, i) => [random[2 * i], 1000 * random[2 * i + 1], 5])
  const isMatch = rows.map(([x, y]) => x + y / 1000 > 1)
  const probability = fitLogistic(rows, isMatch)
  const right = rows.filter((row, i) => probability(row) > 0.5 === isMatch[i]).length
  assert.ok(right > 970, `${right} of 1000`)
})

test('a blend of a model with itself is that model', () => {
  const probabilities = [
    [0.7, 0.2, 0.1],
    [0.1, 0.1, 0.8],
  ]
  const both = blend([
    { weight: 0.5, probabilities },
    { weight: 0.5, probabilities },
  ])
  both.forEach((row, i) => {
    row.forEach((value, c) => {
      near(value, probabilities[i][c])
    })
  })
})

test('pictures are like themselves, unlike other colours, and filled outlines are alike', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'emoji-signature-'))
  const draw = (name: string, shape: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72">${shape}</svg>`
    return sharp(Buffer.from(svg)).png().toFile(join(folder, name))
  }
  try {
    await draw('red.png', '<circle cx="36" cy="36" r="24" fill="#d00"/>')
    await draw('blue.png', '<rect x="4" y="30" width="64" height="12" fill="#00d"/>')
    await draw('ring.png', '<circle cx="36" cy="36" r="23" fill="none" stroke="#000" stroke-width="2"/>')
    await draw('blank.png', '')
    const signatures = new ImageSignatures(folder)
    const files = ['red.png', 'blue.png', 'ring.png', 'blank.png']
    const histogram = await signatures.of(files, 'histogram')
    const silhouette = await signatures.of(files, 'silhouette')
    const like = (of: typeof histogram, a: string, b: string) => imageLikeness(of.get(a)!, of.get(b)!)
    near(like(histogram, 'red.png', 'red.png'), 1, 1e-6)
    assert.ok(like(histogram, 'red.png', 'blue.png') < 0.1)
    assert.ok(like(silhouette, 'red.png', 'ring.png') > 0.99)
    assert.ok(like(silhouette, 'red.png', 'blue.png') < 0.8)
    assert.equal(like(histogram, 'blank.png', 'red.png'), 0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
