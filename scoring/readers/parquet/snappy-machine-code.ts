/**
 * The machine code that decompresses snappy, several times as fast as `snappy.ts`, which it is tested against. It copies 16
 * bytes at a time and so reads and writes up to SLACK bytes beyond either range, but never believes a length.
 */
import {
  assemble,
  block,
  br,
  brIf,
  type Code,
  either,
  i32,
  i64,
  local,
  loop,
  set,
  tee,
  type ValueType,
  when,
} from '../../machine-code/assembler.ts'

/** Bytes of memory that must follow input and output. */
export const SLACK = 32

// parameters: where to read, end of the input, where to write, end of the output
const [AT, END, TO, TO_END] = [0, 1, 2, 3]
const LOCALS: readonly ValueType[] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32']
const [TAG, RUN, DISTANCE, FROM, DONE, START] = [4, 5, 6, 7, 8, 9]

const at = local(AT)
const to = local(TO)
const run = local(RUN)
const fail: Code = [...i32.const(0), 0x0f] // return
const advance = (index: number, by: Code): Code => set(index, i32.add(local(index), by))
const inputLeft = i32.sub(local(END), at)
const outputLeft = i32.sub(local(TO_END), to)
const failIf = (condition: Code): Code => when(condition, fail)

/** `memory.copy` from an address to where the output goes on; the ranges may not overlap for what it is used for. */
const copyLong = (from: Code): Code => [...to, ...from, ...run, 0xfc, 0x0a, 0, 0]

/** Sixteen bytes from an address, `DONE` further on, to the output. */
const copySixteen = (from: Code): Code => [
  ...i64.store(i32.add(to, local(DONE)), i64.load(i32.add(from, local(DONE)))),
  ...i64.store(i32.add(to, local(DONE)), i64.load(i32.add(from, local(DONE)), 8), 8),
]

/** The run by sixteens; at least one. */
const copySixteens = (from: Code): Code => [
  ...set(DONE, i32.const(0)),
  ...loop(copySixteen(from), advance(DONE, i32.const(16)), brIf(0, i32.ltU(local(DONE), run))),
]

/** The run with a step of its own, for repeats of what lies less than sixteen bytes back. */
const copyBy = (step: number, one: Code): Code => [
  ...set(DONE, i32.const(0)),
  ...loop(one, advance(DONE, i32.const(step)), brIf(0, i32.ltU(local(DONE), run))),
]

/** Bytes of the input: length in 1 to 4 bytes behind the tag. */
const longLength: Code = [
  ...set(DONE, i32.sub(run, i32.const(60))), // bytes of the length, less one
  ...failIf(i32.leU(inputLeft, local(DONE))),
  ...set(
    RUN,
    i32.and(
      i32.load(at),
      i32.shrU(i32.const(-1), i32.sub(i32.const(24), i32.shl(local(DONE), i32.const(3)))),
    ),
  ),
  ...advance(AT, i32.add(local(DONE), i32.const(1))),
]

const literal: Code = [
  ...set(RUN, i32.shrU(local(TAG), i32.const(2))),
  ...when(i32.geU(run, i32.const(60)), longLength),
  // a length of 2^32 wraps to none
  ...failIf(i32.eqz(tee(RUN, i32.add(run, i32.const(1))))),
  ...failIf(i32.gtU(run, inputLeft)),
  ...failIf(i32.gtU(run, outputLeft)),
  ...either(i32.gtU(run, i32.const(64)), copyLong(at), copySixteens(at)),
  ...advance(AT, run),
]

const DISTANCE_BYTES = 2

/** Reads distance and length of a copy by the kind of its tag. */
const describeCopy: Code = either(
  i32.eq(i32.and(local(TAG), i32.const(3)), i32.const(1)),
  [
    ...failIf(i32.eqz(inputLeft)),
    ...set(DISTANCE, i32.or(i32.shl(i32.shrU(local(TAG), i32.const(5)), i32.const(8)), i32.load8(at))),
    ...set(RUN, i32.add(i32.and(i32.shrU(local(TAG), i32.const(2)), i32.const(7)), i32.const(4))),
    ...advance(AT, i32.const(1)),
  ],
  [
    ...set(RUN, i32.add(i32.shrU(local(TAG), i32.const(2)), i32.const(1))),
    ...either(
      i32.eq(i32.and(local(TAG), i32.const(3)), i32.const(DISTANCE_BYTES)),
      [
        ...failIf(i32.ltU(inputLeft, i32.const(2))),
        ...set(DISTANCE, i32.and(i32.load(at), i32.const(0xffff))),
        ...advance(AT, i32.const(2)),
      ],
      [
        ...failIf(i32.ltU(inputLeft, i32.const(4))),
        ...set(DISTANCE, i32.load(at)),
        ...advance(AT, i32.const(4)),
      ],
    ),
  ],
)

const from = local(FROM)

const copy: Code = [
  ...describeCopy,
  ...failIf(i32.eqz(local(DISTANCE))),
  ...failIf(i32.gtU(local(DISTANCE), i32.sub(to, local(START)))),
  ...failIf(i32.gtU(run, outputLeft)),
  ...set(FROM, i32.sub(to, local(DISTANCE))),
  ...either(
    i32.geU(local(DISTANCE), i32.const(16)),
    copySixteens(from),
    either(
      i32.geU(local(DISTANCE), i32.const(8)),
      copyBy(8, i64.store(i32.add(to, local(DONE)), i64.load(i32.add(from, local(DONE))))),
      copyBy(1, i32.store8(i32.add(to, local(DONE)), i32.load8(i32.add(from, local(DONE))))),
    ),
  ),
]

/** `decompress(input, inputEnd, output, outputEnd)`: 1 where the input fills the output exactly, else 0. */
export function snappyModule(): Uint8Array<ArrayBuffer> {
  const element: Code = [
    ...set(TAG, i32.load8(at)),
    ...advance(AT, i32.const(1)),
    ...either(i32.eqz(i32.and(local(TAG), i32.const(3))), literal, copy),
    ...advance(TO, run),
  ]
  const body: Code = [
    ...set(START, to),
    ...block(loop(brIf(1, i32.geU(at, local(END))), element, br(0))),
    ...i32.eq(to, local(TO_END)),
  ]
  return assemble([{ name: 'decompress', parameters: 4, locals: LOCALS, body }])
}
