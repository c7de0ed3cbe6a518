import { Callout } from '#app/_ui/callout.tsx'
import { Field, Select } from '#app/_ui/field.tsx'
import type { Release } from '../../load-dataset.ts'
import { SPLIT_METHODS } from './split-options.ts'

type Schema = NonNullable<Release['schema']>
type Kind = Schema['kind']

const WHOLE: Record<Kind, string> = {
  classification: 'The platform tells training rows from test rows, and public from private test rows.',
  matching:
    'Pairs are split by connected component, so that no record is in two parts; public and private test pairs too.',
}

/**
 * How rows are told apart. One table is split into train and test; given test tables only into their public and private
 * part. A column named split decides everything by itself.
 */
export function SplitFields({ schema }: { schema: Schema }) {
  const { kind, tables } = schema
  const names = tables.map((table) => table.name)
  const labelled = tables.find((table) => ['test', 'test_pairs'].includes(table.name))
  const whole = labelled
    ? undefined
    : tables.find((table) => !['records', 'left', 'right'].includes(table.name))
  const split = labelled ?? whole
  if (!split || names.length === 0) return null
  if (split.columns.some((column) => column.name === 'split')) {
    return (
      <Callout title="Split">
        The column <code className="font-mono">split</code> of {split.name} says which rows are public and
        which private{whole ? ', and which train' : ''}. It is not released.
      </Callout>
    )
  }
  const times = split.columns.filter(
    ({ type, role }) =>
      ['date', 'timestamp', 'int64'].includes(type) && ['feature', 'ignore', 'group'].includes(role),
  )
  // a date first, since a whole number is more often a count than a year
  times.sort((a, b) => Number(a.type === 'int64') - Number(b.type === 'int64'))
  const methods = SPLIT_METHODS.filter(
    ({ value }) => kind === 'classification' && (value !== 'time' || times.length > 0),
  )
  return (
    <fieldset className="grid max-w-3xl gap-5 sm:grid-cols-3">
      <legend className="called mb-3 text-xl">Split</legend>
      <p className="max-w-measure text-muted sm:col-span-3">
        {whole
          ? WHOLE[kind]
          : 'Your test rows are split into a public and a private part, in proportion within each class.'}
      </p>
      {whole && methods.length > 0 && (
        <div className="sm:col-span-2">
          <Select name="split.method" label="Method" options={methods} defaultValue="automatic" />
        </div>
      )}
      {whole && methods.some(({ value }) => value === 'time') && (
        <Select
          name="split.timeColumn"
          label="Time, for the method by time"
          options={times.map(({ name, type }) => ({ value: name, title: `${name} (${type})` }))}
        />
      )}
      {whole && (
        <Field
          name="split.testFraction"
          label="Share of test rows"
          type="number"
          min={0.05}
          max={0.9}
          step={0.01}
          defaultValue={0.3}
        />
      )}
      <Field
        name="split.publicFraction"
        label="Public share of them"
        type="number"
        min={0.05}
        max={0.95}
        step={0.01}
        defaultValue={0.3}
      />
      <Field name="split.seed" label="Seed" type="number" min={0} defaultValue={1} />
    </fieldset>
  )
}
