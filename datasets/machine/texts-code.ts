/** What the machine code of all texts shares. */
import {
  block,
  br,
  brIf,
  type Code,
  i32,
  local,
  loop,
  type MachineFunction,
  set,
  when,
} from '#scoring/machine-code/assembler.ts'

/** A character's code. */
export const character = (text: string): Code => i32.const(text.charCodeAt(0))
/** A local and a little more. */
export const plus = (index: number, by: number): Code => i32.add(local(index), i32.const(by))
/** Adds to a local. */
export const advance = (index: number, by: number): Code => set(index, plus(index, by))

/** Runs code for each row from 0 on. */
export const forEachRow = (row: number, rows: number, ...body: Code[]): Code => [
  ...set(row, i32.const(0)),
  ...block(loop(brIf(1, i32.geU(local(row), local(rows))), ...body, advance(row, 1), br(0))),
]

/** The address of a row's value among values of `2 ** shift` bytes. */
export const rowAt = (values: number, row: number, shift: number): Code =>
  i32.add(local(values), i32.shl(local(row), i32.const(shift)))

/** Parameters of every function that makes the texts of a column: where texts stand, as pairs of start and end. */
export const [VALUES, NULLS, ROWS, PAIRS, OUT] = [0, 1, 2, 3, 4]
/** How many parameters these are; the next is the first local. */
export const TEXT_PARAMETERS = 5

/** Says where the text of a row is. */
export const storePair = (row: number, start: Code, end: Code): Code => [
  ...i32.store(rowAt(PAIRS, row, 3), start),
  ...i32.store(rowAt(PAIRS, row, 3), end, 4),
]

/** A function that writes the texts of the rows that are not null one behind the other, and returns where they end. */
export function textsFunction(
  name: string,
  locals: MachineFunction['locals'],
  row: number,
  start: number,
  write: Code,
): MachineFunction {
  const body = [
    ...forEachRow(
      row,
      ROWS,
      set(start, local(OUT)),
      when(i32.eqz(i32.load8(i32.add(local(NULLS), local(row)))), write),
      storePair(row, local(start), local(OUT)),
    ),
    ...local(OUT),
  ]
  return { name, parameters: TEXT_PARAMETERS, locals, body }
}
