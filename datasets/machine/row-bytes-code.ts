/** Machine code that writes rows in the binary form that the row hash is made of. */
import {
  brIf,
  type Code,
  either,
  i8x16,
  i32,
  i64,
  local,
  loop,
  type MachineFunction,
  set,
  type ValueType,
  when,
} from '#scoring/machine-code/assembler.ts'
import { advance, forEachRow, plus } from './texts-code.ts'

/** How a column is described to `rowBytes`: words of 32 bits. */
export const DESCRIPTION = {
  bytes: 24,
  /** The byte before a value. */
  tag: 0,
  /** Bytes of a value, 0 for strings. */
  size: 4,
  nulls: 8,
  /** Values, or starts of strings. */
  values: 12,
  ends: 16,
  text: 20,
} as const

const FLOAT_TAG = 3
const CANONICAL_NAN = 0x7ff8000000000000n

/** Writes rows `0..rows` of the described columns from `out` on, and returns where they end. */
export function rowBytes(): MachineFunction {
  const [descriptions, columns, rows, out] = [0, 1, 2, 3]
  const [row, index, column, from, stop, value] = [4, 5, 6, 7, 8, 9]
  const field = (offset: number): Code => i32.load(local(column), offset)
  const offsetOf = (list: number): Code => i32.load(i32.add(field(list), i32.shl(local(row), i32.const(2))))
  const copySixteen = i8x16.store(local(out), i8x16.load(local(from)))
  const copyText: Code = [
    ...set(from, i32.add(field(DESCRIPTION.text), offsetOf(DESCRIPTION.values))),
    ...set(stop, i32.sub(offsetOf(DESCRIPTION.ends), offsetOf(DESCRIPTION.values))),
    ...i32.store(local(out), local(stop), 1),
    ...advance(out, 5),
    ...set(stop, i32.add(local(out), local(stop))),
    ...loop(copySixteen, advance(from, 16), advance(out, 16), brIf(0, i32.ltU(local(out), local(stop)))),
    ...set(out, local(stop)),
  ]
  const isNan = (bits: Code): Code =>
    i64.gtU(i64.and(bits, i64.const(0x7fffffffffffffffn)), i64.const(0x7ff0000000000000n))
  const copyValue: Code = [
    ...set(value, i64.load(i32.add(field(DESCRIPTION.values), i32.mul(local(row), field(DESCRIPTION.size))))),
    ...when(
      i32.and(i32.eq(field(DESCRIPTION.tag), i32.const(FLOAT_TAG)), isNan(local(value))),
      set(value, i64.const(CANONICAL_NAN)),
    ),
    // of a shorter value, what is written too much is written over
    ...i64.store(local(out), local(value), 1),
    ...set(out, i32.add(plus(out, 1), field(DESCRIPTION.size))),
  ]
  const cell: Code = either(
    i32.load8(i32.add(field(DESCRIPTION.nulls), local(row))),
    [...i32.store8(local(out), i32.const(0)), ...advance(out, 1)],
    [
      ...i32.store8(local(out), field(DESCRIPTION.tag)),
      ...either(field(DESCRIPTION.size), copyValue, copyText),
    ],
  )
  const body = [
    ...forEachRow(
      row,
      rows,
      set(column, local(descriptions)),
      forEachRow(index, columns, cell, advance(column, DESCRIPTION.bytes)),
    ),
    ...local(out),
  ]
  const locals: ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i64']
  return { name: 'rowBytes', parameters: 4, locals, body }
}
