import * as Plot from '@observablehq/plot'
import { wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { PlotFigure } from '#app/_ui/plot.tsx'
import type { Bin, ColumnProfile, LabelCounts, TableProfile } from './profile-shape.ts'

const WIDTH = 350
/** Columns that are shown at once; the others are behind a click. */
const SHOWN = 9
const MOST_LABELS = 10
const MOST_VALUES = 8

/** A column broken down by label: the rows of each class in every bar, or with every value. */
interface View {
  name: string
  byLabel: readonly LabelCounts[]
  bins?: readonly Bin[]
  values?: readonly string[]
  what: string
}

function viewOf({ name, numbers, values, text }: ColumnProfile): View | undefined {
  if (numbers?.byLabel) return { name, what: 'Distribution', bins: numbers.bins, byLabel: numbers.byLabel }
  if (text?.byLabel) return { name, what: 'Length in characters', bins: text.lengths, byLabel: text.byLabel }
  if (!values?.byLabel) return undefined
  const named = values.values.slice(0, MOST_VALUES).map(({ value }) => value)
  return { name, what: 'Values', values: named, byLabel: values.byLabel }
}

const total = ({ counts }: LabelCounts) => counts.reduce((sum, count) => sum + count, 0)

/** How every column of a table differs between the classes of its label, the most telling columns first. */
export function LabelViews({ profile, instants }: { profile: TableProfile; instants: ReadonlySet<string> }) {
  const { labelColumn, labelRows, associations } = profile
  if (!labelColumn) return null
  const at = associations?.columns.indexOf(labelColumn) ?? -1
  const strength = new Map(
    associations?.pairs
      .filter(({ a, b }) => a === at || b === at)
      .map(({ a, b, value }) => [associations.columns[a === at ? b : a], value]),
  )
  const views = profile.columns
    .flatMap((column) => viewOf(column) ?? [])
    .map(({ byLabel, ...view }) => ({
      ...view,
      byLabel: byLabel.filter((one) => total(one) > 0).slice(0, MOST_LABELS),
    }))
    .filter(({ byLabel }) => byLabel.length > 1)
    .sort((a, b) => (strength.get(b.name) ?? 0) - (strength.get(a.name) ?? 0))
  if (views.length === 0) return null
  const sampled = labelRows !== undefined && labelRows < profile.rows
  const classes = labelRows !== undefined ? 'its most frequent classes' : 'its classes'
  return (
    <Section
      title={`By ${labelColumn}`}
      aside={sampled && `from ${wholeText(labelRows)} rows picked at random`}
    >
      <p className="mb-4 max-w-measure text-muted">
        Each column within {classes}, a class in every row of a picture: bars are drawn to the height of the
        class's fullest one, numbers are per cent of the class. Columns that tell the classes apart best come
        first; texts are shown by their length.
      </p>
      <Grid views={views.slice(0, SHOWN)} label={labelColumn} instants={instants} />
      {views.length > SHOWN && (
        <details className="mt-4">
          <summary className="link cursor-pointer font-semibold">
            {wholeText(views.length - SHOWN)} more columns
          </summary>
          <div className="mt-4">
            <Grid views={views.slice(SHOWN)} label={labelColumn} instants={instants} />
          </div>
        </details>
      )}
    </Section>
  )
}

interface GridProps {
  views: readonly View[]
  label: string
  instants: ReadonlySet<string>
}

function Grid({ views, label, instants }: GridProps) {
  return (
    <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {views.map((view) => (
        <li key={view.name} className="min-w-0 border border-line bg-surface p-3">
          <h3 className="mb-2 break-all font-mono text-sm font-semibold">{view.name}</h3>
          {view.bins ? (
            <Ridges view={view} bins={view.bins} label={label} isInstant={instants.has(view.name)} />
          ) : (
            <Shares view={view} values={view.values ?? []} label={label} />
          )}
        </li>
      ))}
    </ul>
  )
}

interface RidgesProps {
  view: View
  bins: readonly Bin[]
  label: string
  isInstant: boolean
}

/** One small histogram for every class, above each other over the same values. */
function Ridges({ view, bins, label, isInstant }: RidgesProps) {
  const edge = (value: number) => (isInstant ? new Date(value) : value)
  const bars = view.byLabel.flatMap((one) =>
    bins.map(({ from, to }, i) => ({
      label: one.label,
      from: edge(from),
      to: edge(to),
      height: one.counts[i] / Math.max(...one.counts),
    })),
  )
  return (
    <PlotFigure
      title={`${view.what} of ${view.name} by ${label}`}
      drawing={{
        width: WIDTH,
        height: view.byLabel.length * 30 + 26,
        marginTop: 2,
        marginBottom: 22,
        marginLeft: roomFor(view.byLabel.map((one) => one.label)),
        marginRight: 14,
        x: { ticks: 4, label: null },
        y: { axis: null },
        fy: { ...classScale(view), padding: 0.15 },
        marks: [
          Plot.axisFy({ anchor: 'left', tickFormat: shortened, label: null, fontSize: 12 }),
          Plot.rectY(bars, {
            x1: 'from',
            x2: 'to',
            y: 'height',
            fy: 'label',
            fill: 'var(--color-accent)',
            inset: 0.3,
          }),
          Plot.ruleY([0], { stroke: 'var(--color-edge)' }),
        ],
      }}
    />
  )
}

/** The share of every value within every class, as squares with their percentage. */
function Shares({ view, values, label }: { view: View; values: readonly string[]; label: string }) {
  const squares = view.byLabel.flatMap((one) =>
    values.map((_, i) => ({ label: one.label, value: i, share: one.counts[i] / total(one) })),
  )
  const bottom = 0.8 * roomFor(values)
  return (
    <PlotFigure
      title={`${view.what} of ${view.name} by ${label}, in per cent`}
      drawing={{
        width: WIDTH,
        height: view.byLabel.length * 24 + bottom,
        marginTop: 2,
        marginBottom: bottom,
        marginLeft: roomFor(view.byLabel.map((one) => one.label)),
        marginRight: 14,
        x: {
          domain: values.map((_, i) => i),
          tickFormat: (i: number) => shortened(values[i]),
          tickRotate: -50,
          tickSize: 0,
          label: null,
        },
        y: { ...classScale(view), tickFormat: shortened, tickSize: 0 },
        marks: [
          Plot.cell(squares, {
            x: 'value',
            y: 'label',
            fill: 'var(--color-accent)',
            fillOpacity: ({ share }) => 0.02 + 0.48 * share,
            inset: 0.5,
          }),
          Plot.text(squares, {
            x: 'value',
            y: 'label',
            text: ({ share }) => String(Math.round(100 * share)),
          }),
        ],
      }}
    />
  )
}

/** Pixels that the longest of some words takes, with a margin. */
const roomFor = (words: readonly string[]) =>
  14 + 7 * Math.max(...words.map((word) => shortened(word).length))

const classScale = ({ byLabel }: View) => ({ domain: byLabel.map(({ label }) => label), label: null })

function shortened(text: string): string {
  if (text === '') return '(empty)'
  return text.length > 17 ? `${text.slice(0, 16)}…` : text
}
