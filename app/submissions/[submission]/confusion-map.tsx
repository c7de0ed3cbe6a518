import * as Plot from '@observablehq/plot'
import { PlotFigure } from '#app/_ui/plot.tsx'

/** Above this many classes names would not fit beside the cells. */
const NAMED_UP_TO = 30
/** And up to this many the counts fit into them. */
const COUNTED_UP_TO = 12

interface ConfusionMapProps {
  /** [true position, predicted position, count], non-zero cells only. */
  cells: readonly (readonly [number, number, number])[]
  classes: readonly string[]
}

/** Which class was taken for which: rows are the truth, darker is a larger share of the row. */
export function ConfusionMap({ cells, classes }: ConfusionMapProps) {
  const totals = new Map<number, number>()
  for (const [truth, , count] of cells) totals.set(truth, (totals.get(truth) ?? 0) + count)
  const drawn = cells.map(([truth, predicted, count]) => ({
    truth,
    predicted,
    count,
    share: count / (totals.get(truth) ?? 1),
  }))
  const named = classes.length <= NAMED_UP_TO
  const longest = Math.max(...classes.map((name) => name.length))
  const margin = named ? Math.min(170, 20 + longest * 6.5) : 30
  const size = 320
  const ticks = named ? (position: number) => shortened(classes[position]) : () => ''
  const domain = classes.map((_, i) => i)
  const axis = { domain, tickFormat: ticks, tickSize: 0, label: null }
  return (
    <figure className="min-w-0">
      <figcaption className="lettered mb-2 text-muted">Taken for (columns) instead of (rows)</figcaption>
      <PlotFigure
        title={`Confusion of ${classes.length} classes: ${worst(drawn, classes)}`}
        drawing={{
          width: size + margin + 10,
          height: size + margin,
          marginLeft: margin,
          marginBottom: 6,
          marginTop: margin - 6,
          marginRight: 10,
          x: { ...axis, axis: 'top', tickRotate: -90 },
          y: axis,
          marks: [
            Plot.frame({ stroke: 'var(--color-line)', fill: 'var(--color-sunken)' }),
            Plot.cell(drawn, {
              x: 'predicted',
              y: 'truth',
              fill: (cell) => (cell.truth === cell.predicted ? 'var(--color-good)' : 'var(--color-accent)'),
              fillOpacity: (cell) => 0.12 + 0.88 * cell.share,
              inset: named ? 0.5 : 0,
              title: (cell) => `${classes[cell.truth]} taken for ${classes[cell.predicted]}: ${cell.count}`,
            }),
            ...(classes.length <= COUNTED_UP_TO ? [counts(drawn)] : []),
          ],
        }}
      />
    </figure>
  )
}

interface Drawn {
  truth: number
  predicted: number
  count: number
  share: number
}

function counts(drawn: readonly Drawn[]) {
  return Plot.text(drawn, {
    x: 'predicted',
    y: 'truth',
    text: (cell: Drawn) => String(cell.count),
    fill: (cell: Drawn) => (cell.share > 0.5 ? 'var(--color-surface)' : 'var(--color-ink)'),
  })
}

function shortened(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name
}

function worst(drawn: readonly Drawn[], classes: readonly string[]): string {
  const errors = drawn.filter((cell) => cell.truth !== cell.predicted).sort((a, b) => b.count - a.count)
  if (errors.length === 0) return 'none was mistaken for another'
  const named = errors
    .slice(0, 3)
    .map((cell) => `${classes[cell.truth]} for ${classes[cell.predicted]} ${cell.count} times`)
  return `most often ${named.join(', ')}`
}
