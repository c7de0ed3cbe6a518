/** Average precision of class probabilities. scikit-learn: `average_precision_score`. */
import { sumOf } from './accurate-sum.ts'
import { classRankings } from './class-rankings.ts'
import { defineMetric, undefinedBecause } from './define-metric.ts'

/** `average_precision` (two classes), `average_precision_macro` and `average_precision_macro_present`. */
export const averagePrecisions = [
  defineMetric(
    'probabilities',
    {
      name: 'average_precision',
      title: 'Average precision',
      classes: 'two',
      description: 'The precision at each newly found row of the positive class, averaged over all of them.',
    },
    (input) =>
      input.columns.length === 2
        ? classRankings(input).averagePrecisions[1]
        : undefinedBecause('This metric is for two classes only.'),
  ),
  defineMetric(
    'probabilities',
    {
      name: 'average_precision_macro',
      title: 'Average precision (macro)',
      description: 'The plain mean of average precision over declared classes; one without rows counts 0.',
    },
    (input) => sumOf(classRankings(input).averagePrecisions) / input.columns.length,
  ),
  defineMetric(
    'probabilities',
    {
      name: 'average_precision_macro_present',
      title: 'Average precision (macro, classes in the truth)',
      description: 'The plain mean of average precision over the classes that occur in the truth.',
    },
    (input) => {
      const { averagePrecisions: values, support } = classRankings(input)
      const present = support.filter((rows) => rows > 0).length
      return present > 0 ? sumOf(values) / present : undefinedBecause('The truth has no rows.')
    },
  ),
]
