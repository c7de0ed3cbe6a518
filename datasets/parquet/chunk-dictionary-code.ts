/** Machine code that numbers the texts of a column chunk. */
import {
  block,
  br,
  brIf,
  type Code,
  call,
  i32,
  i64,
  leave,
  local,
  loop,
  type MachineFunction,
  set,
  type ValueType,
  when,
} from '#scoring/machine-code/assembler.ts'
import {
  add,
  CHUNK_LAYOUT,
  COMPARE,
  count,
  ENDS,
  forEachCell,
  number,
  placeOf,
  ROW,
  STARTS,
  wordAt,
  words,
} from './chunk-cells-code.ts'

// odd numbers without a pattern
const MIX = i64.const(0x9e3779b97f4a7c15n)

/**
 * Numbers the texts of a column by their first appearance and appends the number of each to `indexes`; `firsts` gets the rows
 * where they appear. `table` is a power of two of words, larger than the numbers there can be by half or more, all 0 at
 * the beginning. Returns 0 when there are more than `limit`.
 */
export function numberTexts(): MachineFunction {
  const [table, mask, firsts, indexes, limit] = [6, 7, 8, 9, 10]
  const [start, end, at, slot, found, hash, bits] = [11, 12, 13, 14, 15, 16, 17]
  const lastBits = i64.sub(
    i64.shl(i64.const(1n), i64.extend(i32.shl(i32.sub(local(end), local(at)), number(3)))),
    i64.const(1n),
  )
  const hashText: Code = [
    ...set(hash, i64.load(number(CHUNK_LAYOUT.seed))),
    ...set(at, local(start)),
    ...block(
      loop(
        brIf(1, i32.geU(local(at), local(end))),
        set(bits, i64.load(local(at))),
        when(i32.ltU(i32.sub(local(end), local(at)), number(8)), set(bits, i64.and(local(bits), lastBits))),
        set(hash, i64.mul(i64.xor(local(hash), local(bits)), MIX)),
        set(hash, i64.xor(local(hash), i64.shrU(local(hash), i64.const(29n)))),
        add(at, 8),
        br(0),
      ),
    ),
    ...set(hash, i64.mul(i64.xor(local(hash), i64.extend(i32.sub(local(end), local(start)))), MIX)),
    ...set(slot, i64.wrap(i64.shrU(local(hash), i64.const(32n)))),
  ]
  const other = (offsets: number): Code =>
    placeOf(offsets, i32.load(wordAt(firsts, i32.sub(local(found), number(1)))))
  const isSame = i32.eqz(call(COMPARE, local(start), local(end), other(STARTS), other(ENDS)))
  const values = i32.load(number(CHUNK_LAYOUT.values))
  const addValue: Code = [
    ...when(i32.eq(values, local(limit)), leave(number(0))),
    ...i32.store(wordAt(firsts, values), local(ROW)),
    ...count(CHUNK_LAYOUT.values, number(1)),
    ...count(CHUNK_LAYOUT.valueBytes, i32.add(i32.sub(local(end), local(start)), number(4))),
    ...set(found, values),
    ...i32.store(wordAt(table, local(slot)), local(found)),
  ]
  const body = [
    ...forEachCell(
      set(start, placeOf(STARTS, local(ROW))),
      set(end, placeOf(ENDS, local(ROW))),
      hashText,
      block(
        loop(
          set(slot, i32.and(local(slot), local(mask))),
          set(found, i32.load(wordAt(table, local(slot)))),
          when(i32.eqz(local(found)), addValue, br(2)),
          brIf(1, isSame),
          add(slot, 1),
          br(0),
        ),
      ),
      i32.store(wordAt(indexes, i32.load(number(CHUNK_LAYOUT.numbered))), i32.sub(local(found), number(1))),
      count(CHUNK_LAYOUT.numbered, number(1)),
    ),
    ...number(1),
  ]
  const locals: ValueType[] = [...words(5), 'i64', 'i64']
  return { name: 'numberTexts', parameters: 11, locals, body }
}
