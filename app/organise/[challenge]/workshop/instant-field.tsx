import { Field } from '#app/_ui/field.tsx'
import { typedUtc } from '#app/organise/typed-utc.ts'

interface InstantFieldProps {
  name: string
  label: string
  value: string | Date | undefined
  optional?: boolean
}

/** An instant that is typed in UTC. */
export function InstantField({ name, label, value, optional }: InstantFieldProps) {
  return (
    <Field
      name={name}
      label={label}
      type="datetime-local"
      required={!optional}
      defaultValue={value && typedUtc(value)}
    />
  )
}
