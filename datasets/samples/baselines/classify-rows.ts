import type { ClassificationBaseline } from './baseline-spec.ts'
import { blend } from './blend.ts'
import { type ClassProbabilities, classFrequencies } from './class-frequencies.ts'
import { majorityClass } from './majority-class.ts'
import { naiveBayesText } from './naive-bayes-text.ts'
import { nearestImage } from './nearest-image.ts'
import { nearestNumber } from './nearest-number.ts'
import { nearestText } from './nearest-text.ts'
import type { ClassificationTables } from './task-tables.ts'

/** One probability per class for each test row. */
export async function classifyRows(
  tables: ClassificationTables,
  baseline: ClassificationBaseline,
): Promise<ClassProbabilities> {
  switch (baseline.name) {
    case 'majority-class':
      return majorityClass(tables)
    case 'class-frequencies':
      return classFrequencies(tables)
    case 'nearest-text':
      return nearestText(tables, baseline)
    case 'naive-bayes-text':
      return naiveBayesText(tables, baseline)
    case 'nearest-number':
      return nearestNumber(tables, baseline)
    case 'nearest-image':
      return nearestImage(tables, baseline)
    case 'blend': {
      const parts = await Promise.all(
        baseline.parts.map(async ({ weight, baseline: part }) => ({
          weight,
          probabilities: await classifyRows(tables, part),
        })),
      )
      return blend(parts)
    }
  }
}
