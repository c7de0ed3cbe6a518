import { Field, TextArea } from '#app/_ui/field.tsx'

interface Words {
  title: string
  summary: string
  description: string
  rules: string
  teamSizeMax: number
}

/** What people write about a challenge. */
export function ChallengeFields({ words }: { words?: Words }) {
  return (
    <>
      <Field name="title" label="Title" required maxLength={120} defaultValue={words?.title} />
      <Field
        name="summary"
        label="In one or two sentences"
        required
        maxLength={300}
        defaultValue={words?.summary}
      />
      <TextArea
        name="description"
        label="Description"
        hint="Markdown."
        rows={8}
        defaultValue={words?.description}
      />
      <TextArea
        name="rules"
        label="Rules"
        hint="Markdown. When they change, every participant is asked to accept them again."
        rows={8}
        required
        defaultValue={words?.rules}
      />
      <Field
        name="teamSizeMax"
        label="Members per team, at most"
        type="number"
        min={1}
        max={50}
        defaultValue={words?.teamSizeMax ?? 5}
      />
    </>
  )
}
