/** Curves of a report: all distinct thresholds are known, a picture needs some hundred. */
import type { CalibrationBin, Curve, ReportCurves } from '#core/report.ts'
import { type ReliabilityBins, reliabilityBins } from '../metrics/calibration-error.ts'
import { classThresholds } from '../metrics/class-rankings.ts'
import type { MetricInputs } from '../metrics/metric-inputs.ts'
import { pairThresholds } from '../metrics/pair-rankings.ts'
import type { Thresholds } from '../metrics/score-intervals.ts'

/** A point is drawn when it is this far from the last one, so a curve from corner to corner has at most 300. */
const STEP = 1 / 150
const BINS = 15

/** What can be drawn from these statistics; undefined for nothing. */
export function reportCurves(inputs: Partial<MetricInputs>): ReportCurves | undefined {
  const { probabilities, pairs } = inputs
  if (pairs) {
    const thresholds = pairThresholds(pairs)
    const curves: ReportCurves = {}
    if (inputs['labelled-pairs']) curves.roc = rocCurve(thresholds)
    curves.precisionRecall = precisionRecallCurve(thresholds, pairs.totalMatches)
    return curves
  }
  if (!probabilities) return undefined
  const curves: ReportCurves = { calibration: calibration(reliabilityBins(probabilities, BINS, 'right')) }
  if (probabilities.columns.length === 2) {
    const thresholds = classThresholds(probabilities, 1)
    curves.roc = rocCurve(thresholds)
    curves.precisionRecall = precisionRecallCurve(thresholds, thresholds.positiveTotal)
  }
  return curves
}

/** False positive rate against recall, from (0, 0) to (1, 1); undefined without both kinds of rows. */
export function rocCurve(thresholds: Thresholds): Curve | undefined {
  const { positives, negatives, negativesAbove, positiveTotal, negativeTotal } = thresholds
  if (positiveTotal === 0 || negativeTotal === 0) return undefined
  const line = new Line(0, 0)
  let before = 0
  for (let d = 0; d < positives.length; d++) {
    line.to(negativesAbove[d] / negativeTotal, before / positiveTotal)
    line.to(negatives[d] / negativeTotal, positives[d] / positiveTotal)
    before = positives[d]
  }
  return line.end(1, 1)
}

/** Recall against precision at each distinct score, from the highest on; undefined where nothing is to be found. */
export function precisionRecallCurve(
  { positives, negatives }: Thresholds,
  findable: number,
): Curve | undefined {
  if (findable === 0 || positives.length === 0) return undefined
  const precision = (d: number) => positives[d] / (positives[d] + negatives[d])
  const last = positives.length - 1
  const line = new Line(0, precision(0))
  for (let d = 0; d < last; d++) line.to(positives[d] / findable, precision(d))
  return line.end(positives[last] / findable, precision(last))
}

/** A line whose points are at least a step apart. */
class Line {
  #curve: Curve

  constructor(x: number, y: number) {
    this.#curve = { x: [x], y: [y] }
  }

  to(x: number, y: number): void {
    const last = this.#curve.x.length - 1
    if (Math.abs(x - this.#curve.x[last]) + Math.abs(y - this.#curve.y[last]) >= STEP) this.#add(x, y)
  }

  end(x: number, y: number): Curve {
    this.#add(x, y)
    return this.#curve
  }

  #add(x: number, y: number): void {
    this.#curve.x.push(x)
    this.#curve.y.push(y)
  }
}

function calibration({ rows, correct, confidence }: ReliabilityBins): CalibrationBin[] {
  return Array.from(rows, (count, b) => ({
    rows: count,
    confidence: confidence[b] / count,
    accuracy: correct[b] / count,
  })).filter((bin) => bin.rows > 0)
}
