import * as Plot from '@observablehq/plot'
import type { ReactNode } from 'react'
import { PlotFigure } from '#app/_ui/plot.tsx'
import type { SplitReport } from './submission-types.ts'

type Curves = NonNullable<SplitReport['curves']>

const UNIT = { domain: [0, 1], grid: true }
const SIZE = { width: 300, height: 280, marginLeft: 44, marginBottom: 40 }
const LINE = { stroke: 'var(--color-accent)', strokeWidth: 2 }
const DIAGONAL = Plot.line(
  [
    [0, 0],
    [1, 1],
  ],
  { stroke: 'var(--color-edge)', strokeDasharray: '4 4' },
)

/** The curves behind the numbers: ROC, precision over recall, calibration. */
export function CurvePlots({ curves }: { curves: Curves }) {
  const points = (curve: { x: number[]; y: number[] }) =>
    curve.x.map((x, i) => [x, curve.y[i]] as [number, number])
  return (
    <div className="flex flex-wrap gap-6">
      {curves.precisionRecall && (
        <Curve title="Precision over recall">
          <PlotFigure
            title="Precision over recall"
            drawing={{
              ...SIZE,
              x: { ...UNIT, label: 'Recall' },
              y: { ...UNIT, label: 'Precision' },
              marks: [Plot.line(points(curves.precisionRecall), { ...LINE, curve: 'step-before' })],
            }}
          />
        </Curve>
      )}
      {curves.roc && (
        <Curve title="ROC">
          <PlotFigure
            title="Receiver operating characteristic"
            drawing={{
              ...SIZE,
              x: { ...UNIT, label: 'False positives' },
              y: { ...UNIT, label: 'True positives' },
              marks: [DIAGONAL, Plot.line(points(curves.roc), LINE)],
            }}
          />
        </Curve>
      )}
      {curves.calibration && (
        <Curve title="Calibration">
          <PlotFigure
            title="Share that was right, by how sure the file was"
            drawing={{
              ...SIZE,
              x: { ...UNIT, label: 'Confidence' },
              y: { ...UNIT, label: 'Right' },
              marks: [
                DIAGONAL,
                Plot.line(curves.calibration, { x: 'confidence', y: 'accuracy', ...LINE }),
                Plot.dot(curves.calibration, {
                  x: 'confidence',
                  y: 'accuracy',
                  fill: 'var(--color-accent)',
                  r: 4,
                }),
              ],
            }}
          />
        </Curve>
      )}
    </div>
  )
}

function Curve({ title, children }: { title: string; children: ReactNode }) {
  return (
    <figure>
      <figcaption className="lettered mb-2 text-muted">{title}</figcaption>
      {children}
    </figure>
  )
}
