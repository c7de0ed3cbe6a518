import type { z } from 'zod'
import { DataTable } from '#app/_ui/data-table.tsx'
import { wholeText } from '#app/_ui/numbers.ts'
import { Stats } from '#app/_ui/stat.tsx'
import type { getPlatformStatus } from '#operations/system/get-platform-status.ts'

export type PlatformStatus = z.output<typeof getPlatformStatus.output>

/** In the order in which an evaluation passes through them. */
const STAGE_WORDS: Record<string, string> = {
  queue: 'waiting for a worker',
  fetch: 'fetching the file and the truth',
  judge: 'reading, aligning and judging in the sandbox',
}

/** How scoring is doing, at a glance: is anything waiting, did anything fail, where does the time go. */
export function PlatformFigures({ status }: { status: PlatformStatus }) {
  const { queue, lastDay, stages } = status
  const order = Object.keys(STAGE_WORDS)
  const inOrder = stages.toSorted((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage))
  const oldest = queue.oldestSeconds === null ? 'nothing waits' : `oldest ${seconds(queue.oldestSeconds)}`
  return (
    <>
      <Stats
        items={[
          { label: 'Waiting', value: wholeText(queue.queued), note: oldest },
          { label: 'Being scored', value: wholeText(queue.scoring) },
          { label: 'Sent in 24 hours', value: wholeText(lastDay.sent) },
          { label: 'Rejected', value: wholeText(lastDay.rejected), note: 'wrong files, in 24 hours' },
          {
            label: 'Faults',
            value: wholeText(lastDay.faulted),
            note: 'ours, in 24 hours; see the worker log',
          },
        ]}
      />
      {stages.length > 0 && (
        <div className="mt-6">
          <DataTable
            caption="Where the time of the last evaluations went"
            rows={inOrder}
            rowKey={({ stage }) => stage}
            columns={[
              { title: 'Stage', cell: ({ stage }) => STAGE_WORDS[stage] ?? stage },
              { title: 'Half within', align: 'right', cell: ({ p50Ms }) => seconds(p50Ms / 1_000) },
              { title: '99 % within', align: 'right', cell: ({ p99Ms }) => seconds(p99Ms / 1_000) },
              { title: 'Evaluations', align: 'right', wideOnly: true, cell: ({ count }) => wholeText(count) },
            ]}
          />
        </div>
      )}
    </>
  )
}

/** `0.042` → `42 ms`, `3.2` → `3.2 s`, `4000` → `67 min`. */
function seconds(value: number): string {
  if (value < 1) return `${Math.round(value * 1_000)} ms`
  return value < 120 ? `${value.toFixed(1)} s` : `${wholeText(Math.round(value / 60))} min`
}
