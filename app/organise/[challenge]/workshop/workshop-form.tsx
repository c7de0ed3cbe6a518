import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Checkbox, Field, TextArea } from '#app/_ui/field.tsx'
import { Section } from '#app/_ui/page-heading.tsx'
import type { Challenge } from '#app/challenges/[challenge]/load-challenge.ts'
import { saveWorkshop } from './actions.ts'
import { AwardFields } from './award-fields.tsx'
import { InstantField } from './instant-field.tsx'
import { SessionFields, type TeamOption } from './session-fields.tsx'
import type { Workshop } from './workshop-type.ts'

interface WorkshopFormProps {
  challenge: Challenge
  /** Undefined while there is none. */
  workshop: Workshop | undefined
  teams: readonly TeamOption[]
}

/** All of a workshop; the last session, talk and prize of each list is empty, for one more. */
export function WorkshopForm({ challenge, workshop, teams }: WorkshopFormProps) {
  const sessions = [...(workshop?.sessions ?? []), undefined]
  return (
    <ActionForm action={saveWorkshop} className="grid grid-cols-1 gap-10">
      <input type="hidden" name="challenge" value={challenge.slug} />
      <Section title="The day">
        <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
          <div className="sm:col-span-2">
            <Field name="title" label="Title" required maxLength={200} defaultValue={workshop?.title} />
          </div>
          <InstantField name="startsAt" label="Begins (UTC)" value={workshop?.startsAt} />
          <InstantField name="endsAt" label="Ends (UTC)" value={workshop?.endsAt} />
          <div className="sm:col-span-2">
            <Field name="place" label="Place" maxLength={300} defaultValue={workshop?.place} />
          </div>
          <div className="sm:col-span-2">
            <TextArea
              name="description"
              label="Description"
              hint="Markdown."
              rows={5}
              defaultValue={workshop?.description}
            />
          </div>
        </div>
      </Section>
      <Section title="Programme" aside="Empty a title to take a session or a talk away">
        <div className="grid grid-cols-1 gap-6">
          {sessions.map((session, i) => (
            <SessionFields
              key={`${i} ${session?.title}`}
              name={`sessions.${i}`}
              session={session}
              after={sessions[i - 1]?.endsAt ?? workshop?.startsAt}
              teams={teams}
            />
          ))}
        </div>
      </Section>
      {challenge.tracks.length > 0 && (
        <Section title="Prizes" aside="Empty a prize to take it away">
          <AwardFields tracks={challenge.tracks} awards={workshop?.awards ?? []} />
        </Section>
      )}
      <div className="grid grid-cols-1 gap-5">
        <Checkbox
          name="published"
          label="Everybody who sees the challenge sees the workshop"
          hint="Otherwise only its organisers do."
          defaultChecked={workshop?.published}
        />
        <SubmitButton>Save the workshop</SubmitButton>
      </div>
    </ActionForm>
  )
}
