import type { Averaging } from '#core/ranking.ts'

/** How pages name the kinds of task. */
export const KIND_TITLES: Record<string, string> = {
  classification: 'Classification',
  'matching-pairs': 'Matching pairs',
  'matching-clusters': 'Clustering of duplicates',
  'matching-ranked': 'Ranked candidates',
}

/** How pages explain the averages of a track. */
export const AVERAGING_TITLES: Record<Averaging, string> = {
  'mean-score': 'Mean score over the tasks',
  'mean-rank': 'Mean rank over the tasks; lower is better',
  normalised: 'Mean of the normalised scores: baseline is 0, perfect is 1',
}

/** How pages name what organisers changed in a task. */
export const CHANGE_TITLES: Record<string, string> = {
  title: 'title',
  description: 'description',
  baselineScore: 'baseline',
  maxUploadBytes: 'largest file',
  slices: 'slices of the reports',
  predictionForm: 'what a file holds',
  primaryMetric: 'metric',
  releaseId: 'release of the data',
  truth: 'answers',
}
