/** Checks what came out of the sandbox: bytes that a hostile file may have had a hand in. */
import type { Judgement } from '#core/report.ts'
import type { JudgeAnswer } from './judge-protocol.ts'
import {
  count,
  fields,
  finite,
  list,
  literal,
  nullable,
  record,
  type Shape,
  ShapeError,
  text,
  triple,
  yes,
} from './shapes.ts'

const word = text(10_000)
const sentence = text()
const numbers = record(finite, 10_000)
const words = record(word, 10_000)
const curve = fields({ x: list(finite, 5000), y: list(finite, 5000) }, {})

const slice = fields(
  { values: list(sentence), rows: count, score: nullable(finite) },
  { small: yes, undefined: word, low: finite, high: finite },
)
const sliceReport = fields(
  { columns: list(sentence), metric: word, slices: list(slice) },
  { worst: count, gap: finite },
)

const splitReport = fields(
  { rows: count, scores: numbers, undefined: words },
  {
    details: numbers,
    interval: fields({ metric: word, low: finite, high: finite, resamples: count }, {}),
    perClass: list(
      fields({ label: sentence, support: count, precision: finite, recall: finite, f1: finite }, {}),
    ),
    confusion: list(triple(count)),
    curves: fields(
      {},
      {
        roc: curve,
        precisionRecall: curve,
        calibration: list(fields({ rows: count, confidence: finite, accuracy: finite }, {}), 1000),
      },
    ),
    slices: list(sliceReport),
  },
)

const scored: Shape<Judgement> = fields(
  {
    outcome: literal('scored'),
    rows: count,
    splits: fields({}, { all: splitReport, public: splitReport, private: splitReport }),
  },
  { classes: list(sentence), notes: list(word), slices: list(sliceReport) },
)

const problem = fields({ code: word, message: sentence }, { line: count, column: text(2_000_000) })
const rejected: Shape<Judgement> = fields(
  { outcome: literal('rejected'), problems: list(problem, 1000), problemCount: count },
  { problemCounts: record(count, 10_000) },
)

const judgement: Shape<Judgement> = (value) =>
  (value as { outcome?: unknown } | null)?.outcome === 'rejected' ? rejected(value) : scored(value)

const answer: Shape<JudgeAnswer> = (value) => {
  const isFault = typeof value === 'object' && value !== null && Object.hasOwn(value, 'fault')
  return isFault ? fields({ fault: sentence }, {})(value) : fields({ judgement }, {})(value)
}

/** The answer, or the sentence that says what is wrong with it. */
export function parseAnswer(bytes: Uint8Array): { answer: JudgeAnswer } | { wrong: string } {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return { wrong: `The judge's answer is not JSON: ${error instanceof Error ? error.message : error}` }
  }
  try {
    return { answer: answer(value) }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    return { wrong: `The judge's answer has another shape: ${error.message}` }
  }
}
