import { Button } from '#app/_ui/button.tsx'
import type { Table } from '../rows-table.tsx'

/** What the address of the page asks. */
export interface RowsQuestion {
  release?: string
  table?: string
  from?: string
  search?: string
  column?: string
  test?: string
  value?: string
}

const TESTS = [
  ['contains', 'contains'],
  ['is', 'is exactly'],
  ['at-least', 'is at least'],
  ['at-most', 'is at most'],
  ['empty', 'is null'],
  ['filled', 'is not null'],
] as const

const BOX = 'rounded-card border border-edge bg-surface px-3 py-2.5'

/** Searching and filtering, by a plain form: the address of what it shows can be sent to others. */
export function QuestionForm({ table, asked }: { table: Table; asked: RowsQuestion }) {
  return (
    <form className="mb-6 flex flex-wrap items-end gap-3 print:hidden">
      <input type="hidden" name="release" value={asked.release} />
      <input type="hidden" name="table" value={table.name} />
      <label className="grow basis-56">
        <span className="mb-1.5 block font-semibold">Search all texts</span>
        <input
          className={`${BOX} w-full`}
          type="search"
          name="search"
          defaultValue={asked.search}
          maxLength={200}
        />
      </label>
      <fieldset className="flex min-w-0 flex-wrap items-end gap-2">
        <legend className="mb-1.5 font-semibold">One column</legend>
        <select
          className={`${BOX} max-w-48`}
          name="column"
          aria-label="Column"
          defaultValue={asked.column ?? ''}
        >
          <option value="">any column</option>
          {table.columns.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select className={BOX} name="test" aria-label="Condition" defaultValue={asked.test ?? 'contains'}>
          {TESTS.map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
        <input
          className={`${BOX} w-40 grow`}
          name="value"
          aria-label="Value"
          placeholder="value"
          defaultValue={asked.value}
          maxLength={1_000}
        />
      </fieldset>
      <Button type="submit">Show</Button>
    </form>
  )
}
