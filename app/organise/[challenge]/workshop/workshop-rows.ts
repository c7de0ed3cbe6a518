import { textOf } from '#app/_ui/form-state.ts'
import { utcInstant } from '#app/organise/typed-utc.ts'

/**
 * The workshop that a form holds, its fields named as in the operation's input (`sessions.0.talks.1.title`), so that
 * what is wrong with one is told beside it. Rows without a title or prize do not count. Instants are typed in UTC.
 */
export function workshopOfForm(form: FormData) {
  const text = (name: string) => textOf(form, name)
  const span = (prefix: string) => ({
    startsAt: utcInstant(text(`${prefix}startsAt`)),
    endsAt: utcInstant(text(`${prefix}endsAt`)),
  })
  return {
    ...{ title: text('title'), place: text('place'), description: text('description'), ...span('') },
    published: form.has('published'),
    sessions: rowsOf(form, 'sessions', 'title').map((session) => ({
      ...{ title: text(`${session}.title`), ...span(`${session}.`) },
      talks: rowsOf(form, `${session}.talks`, 'title').map((talk) => ({
        title: text(`${talk}.title`),
        speakers: text(`${talk}.speakers`),
        abstract: text(`${talk}.abstract`),
        team: text(`${talk}.team`) || null,
        startsAt: utcInstant(text(`${talk}.startsAt`)),
        minutes: text(`${talk}.minutes`),
      })),
    })),
    awards: rowsOf(form, 'awards', 'prize').map((award) => ({
      track: text(`${award}.track`),
      place: text(`${award}.place`),
      prize: text(`${award}.prize`),
    })),
  }
}

/** `sessions.0`, `sessions.2`, … as far as there are rows: those whose `filled` field is. */
function rowsOf(form: FormData, list: string, filled: string): string[] {
  const rows: string[] = []
  for (let row = 0; form.has(`${list}.${row}.${filled}`); row++) {
    if (textOf(form, `${list}.${row}.${filled}`) !== '') rows.push(`${list}.${row}`)
  }
  return rows
}
