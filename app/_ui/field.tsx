'use client'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { useAnswer } from './action-form.tsx'

const BOX =
  'w-full rounded-card border border-edge bg-surface px-3 py-2.5 text-ink placeholder:text-muted aria-invalid:border-bad aria-invalid:ring-1 aria-invalid:ring-bad'

const CELL = 'w-full rounded-card border border-edge bg-surface px-2 py-1.5'

interface Option {
  value: string
  title: string
  /** Heading under which it is listed. */
  group?: string
}

interface Around {
  label: string
  name: string
  hint?: ReactNode
}

/** Label, hint and error around a control, and what ties them to it for screen readers. */
function useField({ label, name, hint }: Around) {
  const id = useId()
  const { state } = useAnswer()
  const error = state?.error?.fields[name]
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  const wrap = (control: ReactNode) => (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-1.5 text-sm text-muted">
          {hint}
        </p>
      )}
      {control}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-sm font-semibold text-bad">
          {error}
        </p>
      )}
    </div>
  )
  const control = { id, name, 'aria-describedby': about, 'aria-invalid': error ? true : undefined }
  return { wrap, control, typed: state?.values[name] }
}

/** One line of text. */
export function Field({ label, hint, ...rest }: Around & Omit<ComponentProps<'input'>, 'name'>) {
  const { wrap, control, typed } = useField({ label, hint, name: rest.name })
  return wrap(<input className={BOX} {...rest} {...control} defaultValue={typed ?? rest.defaultValue} />)
}

/** Several lines of text. */
export function TextArea({ label, hint, ...rest }: Around & Omit<ComponentProps<'textarea'>, 'name'>) {
  const { wrap, control, typed } = useField({ label, hint, name: rest.name })
  return wrap(
    <textarea rows={5} className={BOX} {...rest} {...control} defaultValue={typed ?? rest.defaultValue} />,
  )
}

/** One of several. */
export function Select({
  label,
  hint,
  options,
  ...rest
}: Around &
  Omit<ComponentProps<'select'>, 'name' | 'children'> & {
    options: readonly Option[]
  }) {
  const { wrap, control, typed } = useField({ label, hint, name: rest.name })
  const chosen = typed ?? rest.defaultValue
  return wrap(
    // a new key makes an uncontrolled select take the answer's value
    <select key={String(chosen)} className={BOX} {...rest} {...control} defaultValue={chosen}>
      {Object.entries(Object.groupBy(options, ({ group }) => group ?? '')).map(([group, listed]) =>
        group ? (
          <optgroup key={group} label={group}>
            <Listed options={listed ?? []} />
          </optgroup>
        ) : (
          <Listed key={group} options={listed ?? []} />
        ),
      )}
    </select>,
  )
}

function Listed({ options }: { options: readonly Option[] }) {
  return options.map(({ value, title }) => (
    <option key={value} value={value}>
      {title}
    </option>
  ))
}

/** Yes or no. */
export function Checkbox({
  label,
  name,
  hint,
  ...rest
}: Around & Omit<ComponentProps<'input'>, 'name' | 'type'>) {
  const id = useId()
  const { state } = useAnswer()
  const error = state?.error?.fields[name]
  return (
    <div>
      <div className="flex items-start gap-3">
        <input
          id={id}
          type="checkbox"
          name={name}
          className="mt-1 size-5 shrink-0"
          aria-describedby={`${id}-about`}
          {...rest}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      <p
        id={`${id}-about`}
        className={error ? 'mt-1 text-sm font-semibold text-bad' : 'mt-1 text-sm text-muted'}
      >
        {error ?? hint}
      </p>
    </div>
  )
}

interface InCell {
  name: string
  /** What is seen above it where the table's rows are cards. Screen readers take `aria-label`. */
  cardLabel?: string
}

/** A bare input for a table of fields, which keeps what was typed when the form comes back with an error. */
export function CellInput({ name, cardLabel, defaultValue, ...rest }: ComponentProps<'input'> & InCell) {
  const { state } = useAnswer()
  const typed = state?.values[name]
  return (
    <>
      <CardLabel text={cardLabel} />
      <input name={name} className={CELL} {...rest} defaultValue={typed ?? defaultValue} />
    </>
  )
}

/** A bare select for a table of fields, which keeps what was chosen when the form comes back with an error. */
export function CellSelect({
  name,
  cardLabel,
  defaultValue,
  options,
  ...rest
}: Omit<ComponentProps<'select'>, 'children'> & InCell & { options: readonly Option[] }) {
  const { state } = useAnswer()
  const chosen = state?.values[name] ?? defaultValue
  return (
    <>
      <CardLabel text={cardLabel} />
      <select key={String(chosen)} name={name} className={CELL} {...rest} defaultValue={chosen}>
        <Listed options={options} />
      </select>
    </>
  )
}

function CardLabel({ text }: { text?: string }) {
  return (
    text && (
      <span aria-hidden="true" className="lettered mb-1 block text-muted sm:hidden">
        {text}
      </span>
    )
  )
}
