import * as Plot from '@observablehq/plot'
import { wholeText } from '#app/_ui/numbers.ts'
import { PlotFigure } from '#app/_ui/plot.tsx'
import type { ImageAddress } from './image-address.ts'
import type { ColumnProfile } from './profile-shape.ts'
import { Thumbnail } from './thumbnail.tsx'

const WIDTH = 300
/** More bars than this are not read one by one. */
const MOST_VALUES = 8
const MOST_IMAGES = 10

interface ColumnPictureProps {
  profile: ColumnProfile
  /** Whether its numbers are milliseconds since 1970. */
  instants: boolean
  images: ImageAddress
}

/** What a column holds, as a small picture: a histogram, the most frequent values, text lengths, or some images. */
export function ColumnPicture({ profile, instants, images }: ColumnPictureProps) {
  const { name, numbers, values, text } = profile
  if (profile.images) return <Images paths={profile.images} images={images} />
  if (numbers && numbers.bins.length > 0) {
    return <Histogram title={`Distribution of ${name}`} bins={numbers.bins} instants={instants} />
  }
  if (values && values.values.length > 0)
    return <Bars name={name} values={values.values} otherCount={values.otherCount} />
  if (text && text.lengths.length > 0) {
    return (
      <div>
        <Histogram title={`Lengths of ${name} in characters`} bins={text.lengths} label="characters" />
        <p className="mt-1 max-w-72 text-sm text-muted">
          {text.frequentWords
            .slice(0, 8)
            .map((word) => word.value)
            .join(', ')}
        </p>
      </div>
    )
  }
  return null
}

interface HistogramProps {
  title: string
  bins: readonly { from: number; to: number; count: number }[]
  label?: string
  instants?: boolean
}

function Histogram({ title, bins, label, instants }: HistogramProps) {
  const drawn = instants
    ? bins.map((bin) => ({ ...bin, from: new Date(bin.from), to: new Date(bin.to) }))
    : bins
  return (
    <PlotFigure
      title={title}
      drawing={{
        width: WIDTH,
        height: 84,
        marginTop: 4,
        marginBottom: label ? 34 : 22,
        marginLeft: 6,
        marginRight: 14,
        x: { ticks: 4, label: label ?? null, labelAnchor: 'center', labelArrow: 'none' },
        y: { axis: null },
        marks: [
          Plot.rectY(drawn, {
            x1: 'from',
            x2: 'to',
            y: 'count',
            fill: 'var(--color-accent)',
            insetLeft: 0.5,
            insetRight: 0.5,
          }),
          Plot.ruleY([0], { stroke: 'var(--color-edge)' }),
        ],
      }}
    />
  )
}

interface BarsProps {
  name: string
  values: readonly { value: string; count: number }[]
  otherCount: number
}

function Bars({ name, values, otherCount }: BarsProps) {
  const shown = values.slice(0, MOST_VALUES)
  const rest = values.slice(MOST_VALUES).reduce((sum, { count }) => sum + count, otherCount)
  const bars = [
    ...shown.map(({ value, count }) => ({ value: shortened(value), count, fill: 'var(--color-accent)' })),
    ...(rest > 0 ? [{ value: 'all others', count: rest, fill: 'var(--color-edge)' }] : []),
  ]
  return (
    <PlotFigure
      title={`Most frequent values of ${name}: ${shown
        .slice(0, 3)
        .map(({ value, count }) => `${value} ${count}`)
        .join(', ')}`}
      drawing={{
        width: WIDTH,
        height: bars.length * 18 + 4,
        marginTop: 2,
        marginBottom: 2,
        marginLeft: 130,
        marginRight: 46,
        x: { axis: null },
        y: { domain: bars.map(({ value }) => value), tickSize: 0, label: null },
        marks: [
          Plot.barX(bars, { x: 'count', y: 'value', fill: 'fill', insetTop: 1, insetBottom: 1 }),
          Plot.text(bars, {
            x: 'count',
            y: 'value',
            text: (bar) => wholeText(bar.count),
            textAnchor: 'start',
            dx: 4,
          }),
        ],
      }}
    />
  )
}

function Images({ paths, images }: { paths: readonly string[]; images: ImageAddress }) {
  const shown = paths.filter((path) => images(path)).slice(0, MOST_IMAGES)
  return (
    <ul className="flex max-w-80 flex-wrap gap-1.5">
      {shown.map((path) => (
        <li key={path}>
          <Thumbnail src={images(path)} path={path} />
        </li>
      ))}
    </ul>
  )
}

function shortened(text: string): string {
  if (text === '') return '(empty text)'
  return text.length > 20 ? `${text.slice(0, 19)}…` : text
}
