import { z } from 'zod'
import { requirePerson } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { nextOpenPhase, openPhase, type Phase } from '#core/phases.ts'
import { quotaDay, requireQuota } from '#core/quota.ts'
import type { StoredBlob } from '#store/blob-store.ts'
import { blobs } from '#store/blobs.ts'
import { type Db, database, transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'
import { enqueue } from '#store/queue.ts'
import { settings } from '#store/settings.ts'
import { countAgainstQuota, countWaiting, lockTeamTask } from '#store/submissions.ts'
import type { TaskRecord } from '#store/tasks.ts'
import { findTeamOf } from '#store/teams.ts'
import { phasesOf } from '../challenges/challenge-view.ts'
import { visibleTask } from '../challenges/task-view.ts'
import { defineOperation } from '../operation.ts'
import { requireParticipation } from '../teams/joining.ts'
import { receiveFile } from './receive-file.ts'
import { showSubmission, submissionView, visibleSubmission } from './submission-view.ts'
import { waitForFinal } from './wait-for-final.ts'

export const createSubmission = defineOperation({
  name: 'createSubmission',
  method: 'POST',
  path: '/tasks/{task}/submissions',
  tag: 'submissions',
  summary: 'Submit a predictions file',
  description:
    'Send the file as the body, or as the multipart field `file`. CSV or Parquet, plain, .gz, .zst or one file in a zip. With `wait` the answer comes when the report is finished, or after that many seconds. The deadline is judged by when your request arrives, not by when the upload ends.',
  access: 'signed-in',
  scope: 'submit',
  takesFile: true,
  input: z.object({
    task: z.string(),
    note: z.string().max(500).default(''),
    filename: z.string().max(255).optional(),
    wait: z.coerce.number().min(0).max(120).default(0),
  }),
  output: submissionView,
  status: 201,
  errors: [
    'rules_not_accepted',
    'no_team',
    'phase_closed',
    'quota_spent',
    'body_too_large',
    'upload_incomplete',
    'file_rejected',
  ],
  async run(actor, { task, note, wait, filename }, { now, file, requestId }) {
    if (!file) throw new GrandstandError('invalid_input', 'There is no file; send it as the body.')
    const person = requirePerson(actor)
    const record = await visibleTask(actor, task)
    const { challenge } = record.track
    await requireParticipation(database(), challenge, person)
    const team = await findTeamOf(database(), challenge.id, person.userId)
    if (!team) {
      throw new GrandstandError(
        'no_team',
        `Make or join a team on /challenges/${challenge.slug}/team first; one person is enough.`,
      )
    }
    const phase = requireOpenPhase(record, now)
    await requirePlace(database(), record, team.id, phase, now)

    const id = newId('sub', now.getTime())
    const blobKey = `submissions/${id}`
    const maxBytes = Math.min(Number(record.maxUploadBytes), settings().uploadMaxBytes)
    const stored = await receiveFile(file, blobKey, maxBytes)
    await keepOrRemove(blobKey, (tx) =>
      insert(tx, record, phase, {
        id,
        teamId: team.id,
        userId: person.userId,
        filename: (filename ?? file.filename).slice(0, 255),
        note,
        blobKey,
        now,
        stored,
        requestId,
      }),
    )
    await waitForFinal(id, wait)
    return showSubmission(await visibleSubmission(actor, id), actor, now)
  },
})

/** The phase that takes submissions now, or `phase_closed` saying when the next one opens. */
function requireOpenPhase(task: TaskRecord, now: Date): Phase {
  const phases = phasesOf(task.track.challenge)
  const phase = openPhase(phases, now)
  if (phase) return phase
  const next = nextOpenPhase(phases, now)
  const detail = next
    ? `${task.track.challenge.title} takes submissions again from ${next.startsAt.toISOString()} (${next.title}).`
    : `${task.track.challenge.title} takes no more submissions.`
  throw new GrandstandError('phase_closed', detail)
}

async function requirePlace(
  db: Db,
  task: TaskRecord,
  teamId: string,
  phase: Phase,
  now: Date,
): Promise<void> {
  requireQuota(await countAgainstQuota(db, task.id, teamId, now), phase.dailyQuota, now)
}

/** Runs the transaction that makes the file a submission; when it fails the file goes, so that nothing is left over. */
async function keepOrRemove(blobKey: string, work: (tx: Db) => Promise<void>): Promise<void> {
  try {
    await transaction(work)
  } catch (error) {
    await blobs().delete(blobKey)
    throw error
  }
}

interface NewSubmission {
  id: string
  teamId: string
  userId: string
  filename: string
  note: string
  blobKey: string
  now: Date
  stored: StoredBlob
  requestId?: string
}

async function insert(tx: Db, task: TaskRecord, phase: Phase, submission: NewSubmission): Promise<void> {
  const { now, stored, requestId, ...fields } = submission
  await lockTeamTask(tx, task.id, fields.teamId)
  await requirePlace(tx, task, fields.teamId, phase, now)
  await tx.submission.create({
    data: {
      ...fields,
      taskId: task.id,
      phaseId: phase.id,
      sizeBytes: BigInt(stored.sizeBytes),
      sha256: stored.sha256,
      createdAt: now,
      quotaDay: quotaDay(now),
    },
  })
  // the n-th waiting file of a team stands behind the first n of every other: nobody can crowd the others out
  const ahead = await countWaiting(tx, fields.teamId, fields.id)
  await enqueue(tx, 'score-submission', { submissionId: fields.id, requestId }, -ahead)
  announce(tx, {
    kind: 'submission',
    submissionId: fields.id,
    taskId: task.id,
    challengeId: task.track.challengeId,
  })
}
