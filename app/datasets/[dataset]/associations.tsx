import * as Plot from '@observablehq/plot'
import { ScrollRegion } from '#app/_ui/data-table.tsx'
import { wholeText } from '#app/_ui/numbers.ts'
import { Section } from '#app/_ui/page-heading.tsx'
import { PlotFigure } from '#app/_ui/plot.tsx'
import type { Associations as Shape, TableProfile } from './profile-shape.ts'

/** More columns than this are drawn without a number in every square. */
const NUMBERED = 14
/** Pairs that are listed; the weakest of a wide table are left out. */
const LISTED = 200

const KINDS: Record<string, string> = {
  pearson: 'Pearson, linear',
  spearman: 'Spearman, by rank',
  'cramers-v': "Cramér's V",
  'correlation-ratio': 'correlation ratio',
}

const figures = (value: number) => value.toFixed(2)

/** How strongly the columns of a table go together: a heat map, and the same as a list. */
export function Associations({ profile }: { profile: TableProfile }) {
  const { associations } = profile
  if (!associations) return null
  const { rows, columns, pairs } = associations
  const strongest = pairs.toSorted((a, b) => b.value - a.value).slice(0, LISTED)
  return (
    <Section
      title="Columns that go together"
      aside={rows < profile.rows && `from ${wholeText(rows)} rows picked at random`}
    >
      <p className="mb-4 max-w-measure text-muted">
        0 is no connection, 1 is a complete one: the larger of Pearson and Spearman between numbers, Cramér's
        V between categories, the correlation ratio between the two kinds; the latter two corrected for
        chance.
      </p>
      <ScrollRegion label="Heat map of columns that go together">
        <div className="w-max p-4">
          <HeatMap associations={associations} strongest={strongest} />
        </div>
      </ScrollRegion>
      <details className="mt-3">
        <summary className="cursor-pointer text-sm text-muted">The same as a list, strongest first</summary>
        <ScrollRegion label="Pairs of columns, strongest first">
          <table className="w-full border-collapse text-sm">
            <caption className="sr-only">Pairs of columns, strongest first</caption>
            <thead>
              <tr>
                {['Column', 'With', 'Strength', 'Measured by'].map((title) => (
                  <th key={title} scope="col" className="lettered px-4 py-2 text-left text-muted">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {strongest.map(({ a, b, kind, value, negative }) => (
                <tr key={`${a} ${b}`} className="border-t border-line">
                  <td className="px-4 py-1.5 font-mono">{columns[a]}</td>
                  <td className="px-4 py-1.5 font-mono">{columns[b]}</td>
                  <td className="figures px-4 py-1.5">{figures(value)}</td>
                  <td className="px-4 py-1.5">
                    {KINDS[kind] ?? kind}
                    {negative && '; one falls as the other rises'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </Section>
  )
}

function HeatMap({ associations, strongest }: { associations: Shape; strongest: Shape['pairs'] }) {
  const { columns, pairs } = associations
  const squares = pairs.flatMap(({ a, b, value }) => [
    { x: a, y: b, value },
    { x: b, y: a, value },
  ])
  const isNumbered = columns.length <= NUMBERED
  // numbers must stay readable on the squares
  const ink = isNumbered ? 0.5 : 1
  const size = isNumbered ? 40 : 24
  const longest = Math.max(...columns.map((name) => shortened(name).length))
  const [left, bottom] = [20 + 7 * longest, 16 + 5.6 * longest]
  const scale = {
    domain: columns.map((_, i) => i),
    tickFormat: (i: number) => shortened(columns[i]),
    tickSize: 0,
    label: null,
  }
  const top = strongest
    .slice(0, 3)
    .map(({ a, b, value }) => `${columns[a]} with ${columns[b]} ${figures(value)}`)
  return (
    <PlotFigure
      title={`How strongly ${columns.length} columns go together; strongest: ${top.join(', ')}`}
      drawing={{
        width: left + columns.length * size + 30,
        height: bottom + columns.length * size + 6,
        marginTop: 6,
        marginLeft: left,
        marginRight: 30,
        marginBottom: bottom,
        x: { ...scale, tickRotate: -50 },
        y: scale,
        marks: [
          Plot.cell(squares, {
            x: 'x',
            y: 'y',
            fill: 'var(--color-accent)',
            fillOpacity: ({ value }) => ink * (0.04 + 0.96 * value),
            inset: 0.5,
          }),
          ...(isNumbered
            ? [Plot.text(squares, { x: 'x', y: 'y', text: ({ value }) => figures(value).replace('0.', '.') })]
            : []),
        ],
      }}
    />
  )
}

function shortened(text: string): string {
  return text.length > 20 ? `${text.slice(0, 19)}…` : text
}
