/** Machine code that picks rows out of columns. */
import {
  brIf,
  type Code,
  i8x16,
  i32,
  i64,
  local,
  loop,
  type MachineFunction,
  set,
  when,
} from '#scoring/machine-code/assembler.ts'
import { advance, forEachRow, rowAt } from './texts-code.ts'

/** Copies the values of rows, given by their positions: `(values, rows, count, out)`. */
function pick(name: string, shift: number, copy: (to: Code, from: Code) => Code): MachineFunction {
  const [values, rows, count, out, row] = [0, 1, 2, 3, 4]
  const from = i32.add(local(values), i32.shl(i32.load(rowAt(rows, row, 2)), i32.const(shift)))
  const body = [...forEachRow(row, count, copy(rowAt(out, row, shift), from)), ...local(out)]
  return { name, parameters: 4, locals: ['i32'], body }
}

/** Picks values of one, four and eight bytes. */
export const pickBytes = () => pick('pickBytes', 0, (to, from) => i32.store8(to, i32.load8(from)))
export const pickWords = () => pick('pickWords', 2, (to, from) => i32.store(to, i32.load(from)))
export const pickPairs = () => pick('pickPairs', 3, (to, from) => i64.store(to, i64.load(from)))

/**
 * Copies the strings of rows one behind the other to `out`, and says where they begin and end there; a null takes no room.
 * Returns where the last ends.
 */
export function pickStrings(): MachineFunction {
  const [text, starts, ends, nulls, rows, count, newStarts, newEnds, out] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const [row, picked, from, stop, first] = [9, 10, 11, 12, 13]
  const offset = (list: number): Code => i32.load(rowAt(list, picked, 2))
  const position = i32.sub(local(out), local(first))
  const copyText: Code = [
    ...set(from, i32.add(local(text), offset(starts))),
    ...set(stop, i32.add(local(out), i32.sub(offset(ends), offset(starts)))),
    ...loop(
      i8x16.store(local(out), i8x16.load(local(from))),
      advance(from, 16),
      advance(out, 16),
      brIf(0, i32.ltU(local(out), local(stop))),
    ),
    ...set(out, local(stop)),
  ]
  const body = [
    ...set(first, local(out)),
    ...forEachRow(
      row,
      count,
      set(picked, i32.load(rowAt(rows, row, 2))),
      i32.store(rowAt(newStarts, row, 2), position),
      when(i32.eqz(i32.load8(i32.add(local(nulls), local(picked)))), copyText),
      i32.store(rowAt(newEnds, row, 2), position),
    ),
    ...local(out),
  ]
  return { name: 'pickStrings', parameters: 9, locals: ['i32', 'i32', 'i32', 'i32', 'i32'], body }
}
