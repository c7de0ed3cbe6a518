import { sumOf } from './accurate-sum.ts'
import { defineMetric, undefinedBecause } from './define-metric.ts'
import { isPresent } from './per-class.ts'

/** Share of rows whose predicted class is the true one: sum of hits / rows. scikit-learn: `accuracy_score`. */
export const accuracy = defineMetric(
  'labels',
  {
    name: 'accuracy',
    title: 'Accuracy',
    description: 'The share of rows whose predicted class is the true one.',
  },
  (table) => sumOf(table.hits) / table.rowCount,
)

/**
 * Mean recall of the classes that occur in the truth; a class that does not is left out, not counted as 0.
 * scikit-learn: `balanced_accuracy_score`.
 */
export const balancedAccuracy = defineMetric(
  'labels',
  {
    name: 'balanced_accuracy',
    title: 'Balanced accuracy',
    description: 'The mean over the classes in the truth of the share of their rows that were found.',
  },
  (table) => {
    const recalls: number[] = []
    for (let c = 0; c < table.classCount; c++) {
      if (isPresent(table, c)) recalls.push(table.hits[c] / table.support[c])
    }
    return recalls.length > 0 ? sumOf(recalls) / recalls.length : undefinedBecause('The truth has no rows.')
  },
)
