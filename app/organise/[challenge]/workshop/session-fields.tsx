import { Field, Select, TextArea } from '#app/_ui/field.tsx'
import { InstantField } from './instant-field.tsx'
import type { Workshop } from './workshop-type.ts'

export interface TeamOption {
  slug: string
  name: string
}

type Session = Workshop['sessions'][number]
type Talk = Session['talks'][number]

interface SessionFieldsProps {
  /** Of the session in the form: `sessions.0`. */
  name: string
  /** Undefined for a new one. */
  session: Session | undefined
  /** When the one before it ends. */
  after: string | undefined
  teams: readonly TeamOption[]
}

/** A session with its talks and an empty one. */
export function SessionFields({ name, session, after, teams }: SessionFieldsProps) {
  const talks = session ? [...session.talks, undefined] : [undefined]
  return (
    <details open={session !== undefined} className="border border-line bg-surface p-5">
      <summary className="called text-xl">{session?.title ?? 'Add a session'}</summary>
      <div className="mt-4 grid grid-cols-1 gap-5 md:grid-cols-[2fr_1fr_1fr]">
        <Field name={`${name}.title`} label="Title of the session" defaultValue={session?.title} />
        <InstantField
          optional
          name={`${name}.startsAt`}
          label="Begins (UTC)"
          value={session?.startsAt ?? after}
        />
        <InstantField optional name={`${name}.endsAt`} label="Ends (UTC)" value={session?.endsAt} />
      </div>
      <div className="mt-6 grid grid-cols-1 gap-4">
        {talks.map((talk, i) => (
          <TalkFields
            key={`${i} ${talk?.title}`}
            name={`${name}.talks.${i}`}
            talk={talk}
            after={endOf(talks[i - 1]) ?? session?.startsAt ?? after}
            teams={teams}
          />
        ))}
      </div>
    </details>
  )
}

function endOf(talk: Talk | undefined): Date | undefined {
  return talk && new Date(new Date(talk.startsAt).getTime() + talk.minutes * 60_000)
}

interface TalkFieldsProps {
  name: string
  talk: Talk | undefined
  after: string | Date | undefined
  teams: readonly TeamOption[]
}

function TalkFields({ name, talk, after, teams }: TalkFieldsProps) {
  return (
    <details className="border-l-4 border-edge pl-4">
      <summary className="font-semibold">{talk?.title ?? 'Add a talk'}</summary>
      <div className="mt-3 grid grid-cols-1 gap-5 pb-2 md:grid-cols-2">
        <Field name={`${name}.title`} label="Title of the talk" maxLength={200} defaultValue={talk?.title} />
        <Field name={`${name}.speakers`} label="Speakers" maxLength={300} defaultValue={talk?.speakers} />
        <InstantField
          optional
          name={`${name}.startsAt`}
          label="Begins (UTC)"
          value={talk?.startsAt ?? after}
        />
        <Field
          name={`${name}.minutes`}
          label="Minutes"
          type="number"
          min={1}
          max={600}
          defaultValue={talk?.minutes ?? 20}
        />
        <Select
          name={`${name}.team`}
          label="Team, when it is a team’s talk"
          options={[
            { value: '', title: 'none' },
            ...teams.map(({ slug, name }) => ({ value: slug, title: name })),
          ]}
          defaultValue={talk?.team?.slug ?? ''}
        />
        <TextArea
          name={`${name}.abstract`}
          label="Abstract"
          rows={3}
          maxLength={5000}
          defaultValue={talk?.abstract}
        />
      </div>
    </details>
  )
}
