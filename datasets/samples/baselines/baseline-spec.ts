/** Pictures compared by colours, by a small copy of the picture, or by the filled outline. */
export type ImageFeature = 'histogram' | 'thumbnail' | 'silhouette'

/** A baseline for classification and its parameters. */
export type ClassificationBaseline =
  | { name: 'majority-class' }
  | { name: 'class-frequencies' }
  | { name: 'nearest-text'; columns: string[]; neighbours: number }
  | { name: 'naive-bayes-text'; columns: string[]; smoothing: number }
  | { name: 'nearest-number'; column: string; neighbours: number }
  | { name: 'nearest-image'; feature: ImageFeature; neighbours: number }
  | { name: 'blend'; parts: { weight: number; baseline: ClassificationBaseline }[] }

/** How alike two records are, higher is more alike; `pair-words` learns which words go together. */
export type PairFeature =
  | { name: 'string-similarity'; left: string[]; right: string[] }
  | { name: 'token-similarity'; left: string[]; right: string[] }
  | { name: 'pair-words'; left: string[]; right: string[] }
  | { name: 'image-similarity'; feature: ImageFeature }
  | { name: 'number-similarity'; column: string }

/** A baseline for matching and its parameters: a constant, one likeness with a tuned threshold, or several weighed. */
export type MatchingBaseline =
  | { name: 'constant-score' }
  | PairFeature
  | { name: 'pair-logistic'; features: PairFeature[] }

export type Baseline = ClassificationBaseline | MatchingBaseline
