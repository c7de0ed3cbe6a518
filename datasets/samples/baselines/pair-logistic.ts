const STEPS = 400
const STEP_SIZE = 0.5
const RIDGE = 1e-4

/**
 * Logistic regression by gradient descent with momentum on standardised features.
 *
 * @param features one row per training pair
 * @returns the probability of a match for a row of features
 */
export function fitLogistic(
  features: readonly number[][],
  isMatch: readonly boolean[],
): (row: readonly number[]) => number {
  const width = features[0].length
  const mean = Array.from({ length: width }, (_, j) => average(features.map((row) => row[j])))
  const scale = mean.map((m, j) => Math.sqrt(average(features.map((row) => (row[j] - m) ** 2))) || 1)
  const standard = (row: readonly number[]) => [1, ...row.map((value, j) => (value - mean[j]) / scale[j])]
  const rows = features.map(standard)
  const weights = new Float64Array(width + 1)
  const speed = new Float64Array(width + 1)
  const probability = (row: readonly number[]) =>
    1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * weights[j], 0)))
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => RIDGE * weight)
    rows.forEach((row, i) => {
      const error = (probability(row) - (isMatch[i] ? 1 : 0)) / rows.length
      for (let j = 0; j < row.length; j++) gradient[j] += error * row[j]
    })
    for (let j = 0; j < weights.length; j++) {
      speed[j] = 0.9 * speed[j] - STEP_SIZE * gradient[j]
      weights[j] += speed[j]
    }
  }
  return (row) => probability(standard(row))
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}
