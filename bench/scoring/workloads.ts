/** What is measured: files of a fixed shape and the task that judges them. */
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'

export interface Workload {
  /** W1 to W5, as the bench's README lists them; with a suffix for another file form of the same rows. */
  name: string
  title: string
  spec: TaskSpec
  /** File names in the data folder. */
  truth: string
  predictions: string
  /** The workload whose CSV the pandas scripts read: Debian's pandas reads no Parquet. */
  peerOf: string
  /** Measured only where it is named, and its files written only then. */
  isExtra?: boolean
  /** By how much scores may differ, relatively, from those of the other forms; default 1e-9. */
  tolerance?: number
}

/** Names of `count` classes; every file of a workload uses these. */
export function classNames(count: number): string[] {
  return Array.from({ length: count }, (_, c) => `class_${String(c).padStart(3, '0')}`)
}

const LABELS = ['accuracy', 'balanced_accuracy', 'precision_macro', 'recall_macro', 'f1_macro', 'mcc']
const PROBABILITIES = ['accuracy', 'f1_macro', 'log_loss', 'roc_auc_ovr_macro']
const PAIRS = ['precision', 'recall', 'f1', 'average_precision']

function classification(classes: number, metrics: string[]): TaskSpec {
  return taskSpecSchema.parse({ kind: 'classification', classes: classNames(classes), metrics })
}

const many = classification(100, PROBABILITIES)
const matches = taskSpecSchema.parse({ kind: 'matching-pairs', truthForm: 'match-list', metrics: PAIRS })

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1',
    title: 'labels, 1,000,000 rows, 100 classes, CSV',
    spec: classification(100, LABELS),
    truth: 'w1-truth.csv',
    predictions: 'w1.csv',
    peerOf: 'W1',
  },
  {
    name: 'W1-hex',
    title: 'as W1, with ids of 16 hexadecimal digits',
    spec: classification(100, LABELS),
    truth: 'w1-hex-truth.csv',
    predictions: 'w1-hex.csv',
    peerOf: 'W1-hex',
    isExtra: true,
  },
  {
    name: 'W1x16',
    title: 'labels, 16,000,000 rows, 100 classes, CSV',
    spec: classification(100, LABELS),
    truth: 'w1x16-truth.csv',
    predictions: 'w1x16.csv',
    peerOf: 'W1x16',
    isExtra: true,
  },
  {
    name: 'W2',
    title: 'probabilities, 200,000 x 100, CSV',
    spec: many,
    truth: 'w2-truth.csv',
    predictions: 'w2.csv',
    peerOf: 'W2',
  },
  {
    name: 'W3-snappy',
    title: 'the rows of W2 as Parquet, float64, snappy',
    spec: many,
    truth: 'w2-truth.csv',
    predictions: 'w3-snappy.parquet',
    peerOf: 'W2',
  },
  {
    name: 'W3-zstd',
    title: 'the rows of W2 as Parquet, float64, zstd',
    spec: many,
    truth: 'w2-truth.csv',
    predictions: 'w3-zstd.parquet',
    peerOf: 'W2',
  },
  {
    name: 'W3f32-snappy',
    title: 'the rows of W2 as Parquet, float32, snappy',
    spec: many,
    truth: 'w2-truth.csv',
    predictions: 'w3f32-snappy.parquet',
    peerOf: 'W2',
    tolerance: 1e-5,
  },
  {
    name: 'W3f32-zstd',
    title: 'the rows of W2 as Parquet, float32, zstd',
    spec: many,
    truth: 'w2-truth.csv',
    predictions: 'w3f32-zstd.parquet',
    peerOf: 'W2',
    tolerance: 1e-5,
  },
  {
    name: 'W4',
    title: '2,000,000 scored pairs against 100,000 matches, CSV',
    spec: matches,
    truth: 'w4-truth.csv',
    predictions: 'w4.csv',
    peerOf: 'W4',
  },
  {
    name: 'W4-parquet',
    title: 'the rows of W4 as Parquet, zstd',
    spec: matches,
    truth: 'w4-truth.csv',
    predictions: 'w4.parquet',
    peerOf: 'W4',
  },
  {
    name: 'W5',
    title: 'probabilities, 5,000 x 3, CSV',
    spec: classification(3, PROBABILITIES),
    truth: 'w5-truth.csv',
    predictions: 'w5.csv',
    peerOf: 'W5',
  },
]
