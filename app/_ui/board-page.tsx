import type { ReactNode } from 'react'
import type { Split } from '#core/report.ts'
import type { Viewer } from './account-menu.tsx'
import { Badge } from './badge.tsx'
import { ScrollRegion } from './data-table.tsx'
import { Document } from './document.tsx'
import { EmptyState } from './empty-state.tsx'
import { InlineScript } from './inline-script.tsx'
import { watchBoard } from './live/watch-board.ts'
import { wholeText } from './numbers.ts'
import { Shell } from './shell.tsx'

interface BoardPageProps {
  title: string
  viewer: Viewer | null
  head: ReactNode
  split: Split
  /** Address of the stream that tells of changes. */
  events: string
  empty: boolean
  /** Where the viewer's team stands, if it is ranked; its row has the id `your-team`. */
  own?: { rank: number; of: number }
  foot: ReactNode
  children: ReactNode
}

/** A page around a board that keeps itself current. */
export function BoardPage({
  title,
  viewer,
  head,
  split,
  events,
  empty,
  own,
  foot,
  children,
}: BoardPageProps) {
  return (
    <Document title={`${title} · Grandstand`}>
      <Shell viewer={viewer}>
        {head}
        <div data-board data-events={events}>
          <p className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-muted">
            <Badge tone={split === 'private' ? 'accent' : 'plain'}>
              {split === 'private' ? 'Final: private part' : 'Public part'}
            </Badge>
            <span>
              {split === 'private'
                ? 'These are the scores that decide.'
                : 'Scored on the public part of the answers; the private part decides at the close.'}
            </span>
          </p>
          {own && (
            <p className="mb-4">
              <a className="link font-semibold" href="#your-team">
                Your team: place {wholeText(own.rank)} of {wholeText(own.of)}
              </a>
            </p>
          )}
          {empty ? (
            <EmptyState title="Nobody has scored yet">The first valid file opens the board.</EmptyState>
          ) : (
            <ScrollRegion label={title}>{children}</ScrollRegion>
          )}
        </div>
        <LiveLamp />
        <div className="mt-3 grid max-w-measure gap-2 text-sm text-muted">{foot}</div>
        <InlineScript run={watchBoard} />
      </Shell>
    </Document>
  )
}

/** Says whether the board follows by itself; shown by watchBoard. */
function LiveLamp() {
  return (
    <p
      data-live=""
      className="group mt-4 hidden items-center gap-2 text-sm text-muted data-[live=off]:flex data-[live=on]:flex print:hidden!"
    >
      <span aria-hidden="true" className="size-2.5 rounded-full bg-edge group-data-[live=on]:bg-good" />
      <span className="hidden group-data-[live=on]:inline">Live: the board follows without reloading.</span>
      <span className="hidden group-data-[live=off]:inline">
        The line is down; the board is asked for every 30 seconds.
      </span>
    </p>
  )
}
