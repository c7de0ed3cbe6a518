/**
 * Areas under the ROC curve for two classes, and for more of them one against the rest (ovr) and one against one
 * (ovo, after Hand and Till, Machine Learning 45, 2001). scikit-learn: `roc_auc_score`.
 */
import type { MetricValue } from '#core/metric.ts'
import { sumOf } from './accurate-sum.ts'
import { type ClassRankings, classRankings, type PairAreas, pairAreas } from './class-rankings.ts'
import { defineMetric, undefinedBecause } from './define-metric.ts'
import type { ClassProbabilities } from './metric-inputs.ts'

const ONE_CLASS = 'The truth holds one class only, so there is nothing to tell it from.'
const TWO_ONLY = 'This metric is for two classes only.'

function binary(input: ClassProbabilities): MetricValue {
  if (input.columns.length !== 2) return undefinedBecause(TWO_ONLY)
  const area = classRankings(input).rocAreas[1]
  return Number.isNaN(area) ? undefinedBecause(ONE_CLASS) : { value: area }
}

/** Mean of the areas weighted by `weights`; undefined where a declared class is absent from the truth. */
function overDeclared(ranking: ClassRankings, weights: ArrayLike<number>): MetricValue {
  const absent = ranking.rocAreas.findIndex((area) => Number.isNaN(area))
  if (absent >= 0) {
    return undefinedBecause(
      ranking.support[absent] === 0
        ? `The truth has no row of declared class number ${absent + 1}, so its area is not defined.`
        : ONE_CLASS,
    )
  }
  return { value: sumOf(ranking.rocAreas.map((area, c) => area * weights[c])) / sumOf(weights) }
}

function overPresent({ rocAreas }: ClassRankings): MetricValue {
  const defined = rocAreas.filter((area) => !Number.isNaN(area))
  return defined.length > 0 ? { value: sumOf(defined) / defined.length } : undefinedBecause(ONE_CLASS)
}

/** The plain mean over unordered pairs of present classes of both directions' mean area. */
function oneAgainstOne({ support, plain }: PairAreas): MetricValue {
  const present = support.filter((rows) => rows > 0).length
  return present > 1 ? { value: plain / (present * (present - 1)) } : undefinedBecause(ONE_CLASS)
}

/** As `oneAgainstOne`, each pair weighted by its rows; all pairs together weigh rows * (present - 1). */
function oneAgainstOneWeighted({ support, weighted }: PairAreas): MetricValue {
  const present = support.filter((rows) => rows > 0).length
  if (present < 2) return undefinedBecause(ONE_CLASS)
  return { value: weighted / 2 / (sumOf(support) * (present - 1)) }
}

/** `roc_auc` for two classes; `roc_auc_{ovr,ovo}_{macro,weighted}` and `roc_auc_ovr_macro_present` from three on. */
export const rocAreaMetrics = [
  defineMetric(
    'probabilities',
    {
      name: 'roc_auc',
      title: 'ROC AUC',
      classes: 'two',
      description:
        'The chance that a row of the positive class gets a higher probability than one that is not.',
    },
    binary,
  ),
  ...(
    [
      [
        'roc_auc_ovr_macro',
        'ROC AUC (one vs rest)',
        'The plain mean over declared classes of the area under the ROC curve of the class against the rest.',
        (input: ClassProbabilities) => {
          const ranking = classRankings(input)
          return overDeclared(ranking, new Float64Array(ranking.support.length).fill(1))
        },
      ],
      [
        'roc_auc_ovr_weighted',
        'ROC AUC (one vs rest, weighted)',
        'The mean, weighted by rows in the truth, of the area under the ROC curve of a class against the rest.',
        (input: ClassProbabilities) => overDeclared(classRankings(input), classRankings(input).support),
      ],
      [
        'roc_auc_ovr_macro_present',
        'ROC AUC (one vs rest, classes in the truth)',
        'The plain mean of the one-against-the-rest areas over the classes for which they are defined.',
        (input: ClassProbabilities) => overPresent(classRankings(input)),
      ],
      [
        'roc_auc_ovo_macro',
        'ROC AUC (one vs one)',
        'The plain mean, over pairs of classes in the truth, of how well each is told from the other.',
        (input: ClassProbabilities) => oneAgainstOne(pairAreas(input)),
      ],
      [
        'roc_auc_ovo_weighted',
        'ROC AUC (one vs one, weighted)',
        'As one vs one, each pair of classes weighted by its rows.',
        (input: ClassProbabilities) => oneAgainstOneWeighted(pairAreas(input)),
      ],
    ] as const
  ).map(([name, title, description, figure]) =>
    defineMetric('probabilities', { name, title, description, classes: 'three-or-more' }, figure),
  ),
]
