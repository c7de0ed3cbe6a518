import { slugOf } from '#core/ids.ts'
import { utcInstant } from './typed-utc.ts'

export const PHASE_FIELDS = ['slug', 'title', 'startsAt', 'endsAt', 'dailyQuota', 'visibleSplit'] as const
type PhaseField = (typeof PHASE_FIELDS)[number]

/** Name of the form field of one property of the phase in one row. */
export function phaseField(row: number, field: PhaseField): string {
  return `phase.${row}.${field}`
}

/** The phases that a form holds, in its order. Instants are typed in UTC without a zone; rows without a title do not count. */
export function phasesOfForm(form: FormData) {
  const text = (row: number, field: PhaseField) => String(form.get(phaseField(row, field)) ?? '').trim()
  const rows: number[] = []
  for (let row = 0; form.has(phaseField(row, 'title')); row++) if (text(row, 'title')) rows.push(row)
  return rows.map((row) => ({
    slug: text(row, 'slug') || slugOf(text(row, 'title')),
    title: text(row, 'title'),
    startsAt: utcInstant(text(row, 'startsAt')),
    endsAt: utcInstant(text(row, 'endsAt')),
    dailyQuota: text(row, 'dailyQuota') || '0',
    visibleSplit: text(row, 'visibleSplit') === 'private' ? ('private' as const) : ('public' as const),
  }))
}
