/** Machine code that writes whole numbers in decimal, and booleans. */
import {
  type Code,
  call,
  either,
  i32,
  i64,
  local,
  type MachineFunction,
  set,
  when,
} from '#scoring/machine-code/assembler.ts'
import { toDigits, ZEROS } from '#scoring/machine-code/eight-digits.ts'
import {
  advance,
  character,
  forEachRow,
  NULLS,
  OUT,
  plus,
  ROWS,
  rowAt,
  storePair,
  TEXT_PARAMETERS,
  textsFunction,
  VALUES,
} from './texts-code.ts'
import { FUNCTION, LAYOUT } from './writing-layout.ts'

const TEN_8 = i64.const(100_000_000n)

/** Writes an unsigned number at an address and returns where it ends. */
export function writeUnsigned(): MachineFunction {
  const [value, at, word, quotients, skipped] = [0, 1, 2, 3, 4]
  const few: Code = [
    ...set(word, local(value)),
    ...toDigits(word, quotients),
    // bits of zeros in front; the last digit always stays
    ...set(skipped, i64.and(i64.ctz(i64.or(local(word), i64.const(1n << 56n))), i64.const(56n))),
    ...i64.store(local(at), i64.shrU(i64.add(local(word), ZEROS), local(skipped))),
    ...set(at, i32.sub(plus(at, 8), i64.wrap(i64.shrU(local(skipped), i64.const(3n))))),
  ]
  const many: Code = [
    ...set(word, i64.divU(local(value), TEN_8)),
    ...set(value, i64.sub(local(value), i64.mul(local(word), TEN_8))),
    ...set(at, call(FUNCTION.writeUnsigned, local(word), local(at))),
    ...toDigits(value, quotients),
    ...i64.store(local(at), i64.add(local(value), ZEROS)),
    ...advance(at, 8),
  ]
  const body = [...either(i64.ltU(local(value), TEN_8), few, many), ...local(at)]
  return { name: 'writeUnsigned', parameters: ['i64', 'i32'], locals: ['i64', 'i64', 'i64'], body }
}

/** The texts of 64-bit numbers: up to 20 bytes each. */
export function int64Texts(): MachineFunction {
  const [row, start, value] = [TEXT_PARAMETERS, TEXT_PARAMETERS + 1, TEXT_PARAMETERS + 2]
  const write: Code = [
    ...set(value, i64.load(rowAt(VALUES, row, 3))),
    ...when(
      i64.ltS(local(value), i64.const(0n)),
      i32.store8(local(OUT), character('-')),
      advance(OUT, 1),
      set(value, i64.sub(i64.const(0n), local(value))),
    ),
    ...set(OUT, call(FUNCTION.writeUnsigned, local(value), local(OUT))),
  ]
  return textsFunction('int64Texts', ['i32', 'i32', 'i64'], row, start, write)
}

/** The texts of booleans: nothing is written, they lie among the constants. */
export function booleanTexts(): MachineFunction {
  const [row, start] = [TEXT_PARAMETERS, TEXT_PARAMETERS + 1]
  // 4 bytes of text where the value is 1, 5 where it is 0
  const value = i32.load8(i32.add(local(VALUES), local(row)))
  const body = [
    ...forEachRow(
      row,
      ROWS,
      set(start, i32.const(LAYOUT.false)),
      when(value, set(start, i32.const(LAYOUT.true))),
      storePair(
        row,
        local(start),
        i32.add(local(start), i32.sub(i32.const(5), i32.eq(local(start), i32.const(LAYOUT.true)))),
      ),
      when(i32.load8(i32.add(local(NULLS), local(row))), storePair(row, local(start), local(start))),
    ),
    ...local(OUT),
  ]
  return { name: 'booleanTexts', parameters: TEXT_PARAMETERS, locals: ['i32', 'i32'], body }
}
