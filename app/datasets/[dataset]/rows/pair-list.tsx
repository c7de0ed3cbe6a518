import type { z } from 'zod'
import { Badge } from '#app/_ui/badge.tsx'
import { wholeText } from '#app/_ui/numbers.ts'
import { type TextPart, textDifference } from '#core/text-difference.ts'
import type { listPairs } from '#operations/datasets/list-pairs.ts'
import { Cell } from '../cell.tsx'
import type { ImageAddress } from '../image-address.ts'

export type Pairs = z.output<typeof listPairs.output>
type Pair = Pairs['pairs'][number]

interface PairListProps {
  page: Pairs
  images: ImageAddress
  /** Columns of the records that hold images. */
  imageColumns: ReadonlySet<string>
}

/** Pairs with their two records side by side, words that differ marked. */
export function PairList(props: PairListProps) {
  return (
    <ol className="grid grid-cols-1 gap-6">
      {props.page.pairs.map((pair) => (
        <li key={pair.row} className="min-w-0 border border-line bg-surface">
          <PairHead columns={props.page.columns} pair={pair} />
          <Records {...props} pair={pair} />
        </li>
      ))}
    </ol>
  )
}

/** What the pair table itself says: its place and its labels. */
function PairHead({ columns, pair }: { columns: readonly string[]; pair: Pair }) {
  const own = columns.flatMap((name, i) =>
    ['id_left', 'id_right'].includes(name) ? [] : [{ name, text: pair.cells[i] }],
  )
  return (
    <p className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
      <span className="lettered text-muted">Row {wholeText(pair.row + 1)}</span>
      {own.map(({ name, text }) => (
        <Badge key={name} tone={text === '1' || text === 'true' ? 'good' : 'plain'}>
          {name}: {text ?? 'null'}
        </Badge>
      ))}
    </p>
  )
}

function Records({ page, pair, images, imageColumns }: PairListProps & { pair: Pair }) {
  const { left, right } = page
  const cell = (record: Pair['left'], columns: readonly string[], name: string): Value => {
    const at = columns.indexOf(name)
    if (at < 0) return NO_COLUMN
    return record ? record[at] : NO_RECORD
  }
  return (
    <table className="w-full border-collapse text-[0.95rem] max-sm:block sm:table-fixed">
      <caption className="sr-only">Records of row {pair.row + 1}</caption>
      <thead className="max-sm:block">
        <tr className={LINE}>
          <th scope="col" className={`${BOX} lettered text-left text-muted max-sm:sr-only sm:w-1/5`}>
            Column
          </th>
          {[left, right].map(({ table }, i) => (
            <th key={i} scope="col" className={`${BOX} lettered text-left text-muted`}>
              {left.table === right.table ? `${table}, ${i === 0 ? 'left' : 'right'}` : table}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {inOrder(left.columns, right.columns).map((name) => (
          <Comparison
            key={name}
            name={name}
            left={cell(pair.left, left.columns, name)}
            right={cell(pair.right, right.columns, name)}
            image={imageColumns.has(name) ? images : undefined}
          />
        ))}
      </tbody>
    </table>
  )
}

/** Columns that both tables have come first: those can be compared. */
function inOrder(left: readonly string[], right: readonly string[]): string[] {
  const shared = left.filter((name) => right.includes(name))
  return [...new Set([...shared, ...left, ...right])]
}

/** On a phone a row of the table is its column's name with the two values below it, side by side. */
const LINE = 'max-sm:grid max-sm:grid-cols-2'
const BOX = 'break-words px-4 py-2 align-top max-sm:min-w-0 max-sm:py-1.5'

/** Why there is nothing to compare. */
const NO_COLUMN = Symbol('the table has no such column')
const NO_RECORD = Symbol('no record has the id')
type Value = string | null | typeof NO_COLUMN | typeof NO_RECORD

/** One column of both records. Ids of two tables differ in any case and are not marked. */
function Comparison(props: { name: string; left: Value; right: Value; image?: ImageAddress }) {
  const { name, left, right, image } = props
  const isText = typeof left === 'string' && typeof right === 'string' && !image && name !== 'id'
  const parts = isText ? textDifference(left, right) : undefined
  return (
    <tr className={`border-t border-line ${LINE}`}>
      <th
        scope="row"
        className={`${BOX} text-left font-mono text-sm font-normal text-muted max-sm:col-span-2 max-sm:pb-0`}
      >
        {name}
      </th>
      <td className={BOX}>{parts ? <Marked parts={parts.left} /> : <Alone value={left} image={image} />}</td>
      <td className={BOX}>
        {parts ? <Marked parts={parts.right} /> : <Alone value={right} image={image} />}
      </td>
    </tr>
  )
}

function Alone({ value, image }: { value: Value; image?: ImageAddress }) {
  if (value === NO_COLUMN) {
    return (
      <span className="text-muted">
        <span aria-hidden="true">–</span>
        <span className="sr-only">no such column</span>
      </span>
    )
  }
  if (value === NO_RECORD) return <span className="text-sm italic text-muted">no record</span>
  // plain text may wrap here, beside the other record
  return typeof value === 'string' && !image ? value : <Cell text={value} image={image} large />
}

function Marked({ parts }: { parts: readonly TextPart[] }) {
  return parts.map((part, i) =>
    part.differs ? (
      <mark key={i} className="bg-accent/20 font-semibold text-ink">
        {part.text}
      </mark>
    ) : (
      <span key={i}>{part.text}</span>
    ),
  )
}
