import { GrandstandError } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { enqueue } from '#store/queue.ts'
import type { ScorerRecord } from '#store/scorers.ts'

/** What a trial is made of. */
export interface NewTrial {
  id: string
  createdById: string
  createdAt: Date
  filename: string
  sha256: string
  blobKey: string
}

/** Writes a trial and its job. */
export async function beginTrial(scorer: ScorerRecord, trial: NewTrial): Promise<void> {
  await transaction(async (tx) => {
    await tx.scorerTrial.create({ data: { scorerId: scorer.id, ...trial } })
    await enqueue(tx, 'try-scorer', { trialId: trial.id })
  })
}

/** Passes when the version was checked and is sound, else throws `conflict`. */
export function requireReady({ status, number }: ScorerRecord): void {
  if (status === 'ready') return
  const why = status === 'checking' ? 'is still being checked' : 'was refused'
  throw new GrandstandError('conflict', `Version ${number} ${why}; only one that is ready can be tried.`)
}
