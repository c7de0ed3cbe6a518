import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { newId } from '#core/ids.ts'
import { overlappingPhases } from '#core/phases.ts'
import { findChallenge } from '#store/challenges.ts'
import { type Db, transaction } from '#store/database.ts'
import { defineOperation } from '../operation.ts'
import { slug } from './challenge-fields.ts'
import {
  challengeToOrganise,
  challengeView,
  instant,
  requireVisible,
  showChallenge,
} from './challenge-view.ts'

const phaseInput = z
  .object({
    slug,
    title: z.string().trim().min(1).max(80),
    startsAt: instant,
    endsAt: instant,
    dailyQuota: z.coerce.number().int().min(0).max(10_000),
    visibleSplit: z.enum(['public', 'private']),
  })
  .refine((phase) => new Date(phase.startsAt) < new Date(phase.endsAt), {
    message: 'a phase must end after it starts',
    path: ['endsAt'],
  })

type PhaseInput = z.output<typeof phaseInput>

export const setPhases = defineOperation({
  name: 'setPhases',
  method: 'PUT',
  path: '/challenges/{challenge}/phases',
  tag: 'challenges',
  summary: 'Set the phases of a challenge',
  description:
    'Instants are ISO 8601 with an offset (2026-12-01T23:59:00Z). Phases may not overlap. Phases keep their identity by slug; one that has submissions cannot be removed.',
  access: 'organiser',
  scope: 'organise',
  input: z.object({ challenge: z.string(), phases: z.array(phaseInput).min(1).max(50) }),
  output: challengeView,
  errors: ['conflict'],
  async run(actor, { challenge, phases }, { now }) {
    requireApart(phases)
    const record = await transaction(async (tx) => {
      const { id } = await challengeToOrganise(actor, challenge, tx)
      await writePhases(tx, id, phases)
      return requireVisible(await findChallenge(tx, id), actor, challenge)
    })
    return showChallenge(record, actor, now)
  },
})

function requireApart(phases: readonly PhaseInput[]): void {
  const dated = phases.map((phase) => ({
    slug: phase.slug,
    startsAt: new Date(phase.startsAt),
    endsAt: new Date(phase.endsAt),
  }))
  const pair = overlappingPhases(dated)
  if (pair) {
    throw new GrandstandError(
      'invalid_input',
      `The phases ${pair[0].slug} and ${pair[1].slug} overlap: ${pair[1].slug} starts before ${pair[0].slug} ends at ${pair[0].endsAt.toISOString()}.`,
    )
  }
}

async function writePhases(tx: Db, challengeId: string, phases: readonly PhaseInput[]): Promise<void> {
  const slugs = phases.map((phase) => phase.slug)
  const gone = await tx.phase.findMany({
    where: { challengeId, slug: { notIn: slugs } },
    include: { _count: { select: { submissions: true } } },
  })
  const kept = gone.find((phase) => phase._count.submissions > 0)
  if (kept)
    throw new GrandstandError('conflict', `The phase ${kept.slug} has submissions and cannot be removed.`)
  await tx.phase.deleteMany({ where: { id: { in: gone.map((phase) => phase.id) } } })
  for (const [position, phase] of phases.entries()) {
    const data = { ...phase, startsAt: new Date(phase.startsAt), endsAt: new Date(phase.endsAt), position }
    await tx.phase.upsert({
      where: { challengeId_slug: { challengeId, slug: phase.slug } },
      create: { id: newId('pha'), challengeId, ...data },
      update: data,
    })
  }
}
