import { Callout } from './callout.tsx'
import { ProblemTable } from './problem-table.tsx'
import type { Refusal } from './send-file.ts'

/** Why a file was not taken, with what was found in it; read aloud when it appears. */
export function RefusalNotice({ refusal }: { refusal: Refusal | undefined }) {
  if (!refusal) return null
  return (
    <>
      <Callout tone="bad" live title={refusal.title}>
        {refusal.detail}
      </Callout>
      <ProblemTable problems={refusal.problems} />
    </>
  )
}
