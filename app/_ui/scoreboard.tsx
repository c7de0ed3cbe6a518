import type { ReactNode } from 'react'
import { scoreText } from './numbers.ts'

export interface ScoreboardRow {
  rank: number
  name: string
  score: number
}

interface ScoreboardProps {
  title: string
  /** Where the whole board is. */
  href: string
  metricTitle: string
  precision: number
  rows: readonly ScoreboardRow[]
  foot?: ReactNode
}

/** The board above the ground: the first few places, dark by day and by night. */
export function Scoreboard({ title, href, metricTitle, precision, rows, foot }: ScoreboardProps) {
  return (
    <section aria-label={`Leading: ${title}`} className="bg-board text-board-ink shadow-xl">
      <div className="lanes h-[9px]" />
      <div className="flex items-baseline justify-between gap-4 px-5 pb-3 pt-4">
        <h2 className="called text-xl leading-tight">
          <a href={href} className="hover:underline">
            {title}
          </a>
        </h2>
        <p className="lettered shrink-0 text-board-muted">{metricTitle}</p>
      </div>
      <ol>
        {rows.map((row) => (
          <li key={row.name} className="flex items-baseline gap-4 border-t border-board-line px-5 py-2.5">
            <span className="called figures w-6 text-2xl leading-none text-bulb">{row.rank}</span>
            <span className="min-w-0 grow truncate text-lg">{row.name}</span>
            <span className="called figures text-2xl leading-none">{scoreText(row.score, precision)}</span>
          </li>
        ))}
      </ol>
      {rows.length === 0 && (
        <p className="border-t border-board-line px-5 py-6 text-board-muted">Nobody has scored yet.</p>
      )}
      {foot && <div className="border-t border-board-line px-5 py-3 text-sm text-board-muted">{foot}</div>}
    </section>
  )
}
