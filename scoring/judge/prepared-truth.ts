import type { ClassificationTruth } from './classification-truth.ts'
import type { ClustersTruth } from './judge-clusters.ts'
import type { PairsTruth } from './pairs-truth.ts'
import type { RankedTruth } from './ranked-truth.ts'

/** A truth that has been read once and can judge any number of files. */
export type PreparedTruth =
  | { kind: 'classification'; truth: ClassificationTruth }
  | { kind: 'matching-pairs'; truth: PairsTruth }
  | { kind: 'matching-clusters'; truth: ClustersTruth }
  | { kind: 'matching-ranked'; truth: RankedTruth }
