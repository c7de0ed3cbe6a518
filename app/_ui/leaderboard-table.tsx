import type { Direction } from '#core/ranking.ts'
import { scoreText, wholeText } from './numbers.ts'
import { Time } from './time.tsx'

export interface BoardRow {
  rank: number
  teamId: string
  teamName: string
  score: number
  /** 95 % bootstrap interval. */
  low: number | null
  high: number | null
  submissionCount: number
  submittedAt: Date | string
}

interface LeaderboardTableProps {
  caption: string
  rows: readonly BoardRow[]
  metricTitle: string
  precision: number
  direction: Direction
  /** The viewer's team, marked in the table. */
  ownTeamId?: string
}

const HEAD = 'lettered sticky top-0 z-10 bg-surface border-b-2 border-ink px-3 py-2.5 text-muted'

/** A task's board. Equal scores share a rank, and say so. */
export function LeaderboardTable({
  caption,
  rows,
  metricTitle,
  ownTeamId,
  ...format
}: LeaderboardTableProps) {
  const scale = intervalScale(rows)
  const shared = new Set(rows.filter((row, i) => rows[i - 1]?.rank === row.rank).map((row) => row.rank))
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className={`${HEAD} w-16 text-left`}>
            Rank
          </th>
          <th scope="col" className={`${HEAD} text-left`}>
            Team
          </th>
          <th scope="col" className={`${HEAD} text-right`}>
            {metricTitle}
          </th>
          {scale && (
            <th scope="col" className={`${HEAD} w-48 text-left max-md:hidden`}>
              95 % interval
            </th>
          )}
          <th scope="col" className={`${HEAD} text-right max-sm:hidden`}>
            Files
          </th>
          <th scope="col" className={`${HEAD} text-right max-lg:hidden`}>
            Best since
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <BoardLine
            key={row.teamId}
            row={row}
            shared={shared.has(row.rank)}
            own={row.teamId === ownTeamId}
            scale={scale}
            {...format}
          />
        ))}
      </tbody>
    </table>
  )
}

interface BoardLineProps {
  row: BoardRow
  shared: boolean
  own: boolean
  scale: Scale | undefined
  precision: number
  direction: Direction
}

function BoardLine({ row, shared, own, scale, precision, direction }: BoardLineProps) {
  return (
    <tr
      id={own ? 'your-team' : undefined}
      data-row={row.teamId}
      className={`scroll-mt-20 border-b border-line last:border-0 ${own ? 'bg-accent-soft' : ''}`}
    >
      <td className="px-3 py-2">
        <RankBib rank={row.rank} shared={shared} />
      </td>
      <th scope="row" className="px-3 py-2 text-left text-lg font-semibold leading-tight">
        {row.teamName}
        {own && <span className="lettered block text-accent">Your team</span>}
      </th>
      <td className="called figures px-3 py-2 text-right text-xl">{scoreText(row.score, precision)}</td>
      {scale && (
        <td className="px-3 py-2 max-md:hidden">
          <Interval row={row} scale={scale} precision={precision} direction={direction} />
        </td>
      )}
      <td className="figures px-3 py-2 text-right text-muted max-sm:hidden">
        {wholeText(row.submissionCount)}
      </td>
      <td className="figures px-3 py-2 text-right text-sm text-muted max-lg:hidden">
        <Time at={row.submittedAt} />
      </td>
    </tr>
  )
}

/** A rank as a start number; places one to three stand out. */
export function RankBib({ rank, shared = false }: { rank: number; shared?: boolean }) {
  const look = rank === 1 ? 'bg-tartan text-white' : rank <= 3 ? 'bg-ink text-paper' : 'bg-sunken text-ink'
  return (
    <span
      className={`called figures inline-grid h-9 min-w-9 place-items-center px-1.5 text-xl leading-none ${look}`}
    >
      <span>
        {shared && <span className="sr-only">shared </span>}
        {shared && <span aria-hidden="true">=</span>}
        {rank}
      </span>
    </span>
  )
}

interface Scale {
  min: number
  max: number
}

/** The range that the intervals span; undefined when there is none on the board. */
function intervalScale(rows: readonly BoardRow[]): Scale | undefined {
  const values = rows.flatMap((row) =>
    row.low === null || row.high === null ? [] : [row.low, row.high, row.score],
  )
  return values.length > 0 ? { min: Math.min(...values), max: Math.max(...values) } : undefined
}

function Interval({
  row,
  scale,
  precision,
  direction,
}: {
  row: BoardRow
  scale: Scale
  precision: number
  direction: Direction
}) {
  if (row.low === null || row.high === null) return <span className="text-sm text-muted">none</span>
  const width = scale.max - scale.min || 1
  const at = (value: number) => 2 + (96 * (value - scale.min)) / width
  const label = `from ${scoreText(row.low, precision)} to ${scoreText(row.high, precision)}`
  return (
    <svg
      viewBox="0 0 100 12"
      preserveAspectRatio="none"
      className="block h-4 w-full"
      role="img"
      aria-label={direction === 'lower-is-better' ? `${label}, lower is better` : label}
    >
      <title>{label}</title>
      <line
        x1="0"
        x2="100"
        y1="6"
        y2="6"
        stroke="var(--color-line)"
        strokeWidth="1"
        vectorEffect="non-scaling-stroke"
      />
      <rect
        x={at(row.low)}
        width={Math.max(0.5, at(row.high) - at(row.low))}
        y="3"
        height="6"
        fill="var(--color-edge)"
        opacity="0.55"
      />
      <line
        x1={at(row.score)}
        x2={at(row.score)}
        y1="0"
        y2="12"
        stroke="var(--color-accent)"
        strokeWidth="3"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
