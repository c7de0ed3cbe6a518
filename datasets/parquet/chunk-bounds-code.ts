/** Machine code that finds the smallest and the largest value of a column chunk, and compares texts. */
import {
  block,
  br,
  brIf,
  type Code,
  call,
  f64,
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
  ENDS,
  forEachCell,
  number,
  placeOf,
  ROW,
  STARTS,
  words,
} from './chunk-cells-code.ts'

/** Negative, 0 or positive as one text comes before, with or behind another by their bytes: `(a, aEnd, b, bEnd)`. */
export function compareTexts(): MachineFunction {
  const [a, aEnd, b, bEnd, left, place, difference] = [0, 1, 2, 3, 4, 5, 6]
  const bySize = leave(i32.sub(i32.sub(local(aEnd), local(a)), i32.sub(local(bEnd), local(b))))
  const byteAt = (text: number): Code => i32.load8(i32.add(local(text), local(place)))
  const body = [
    ...set(left, i32.sub(local(aEnd), local(a))),
    ...when(i32.gtS(local(left), i32.sub(local(bEnd), local(b))), set(left, i32.sub(local(bEnd), local(b)))),
    ...loop(
      when(i32.leS(local(left), number(0)), bySize),
      set(difference, i64.xor(i64.load(local(a)), i64.load(local(b)))),
      when(
        i64.ne(local(difference), i64.const(0n)),
        set(place, i64.wrap(i64.shrU(i64.ctz(local(difference)), i64.const(3n)))),
        when(i32.ltU(local(place), local(left)), leave(i32.sub(byteAt(a), byteAt(b)))),
        bySize,
      ),
      add(a, 8),
      add(b, 8),
      add(left, -8),
      br(0),
    ),
    ...number(0),
  ]
  return { name: 'compareTexts', parameters: 4, locals: ['i32', 'i32', 'i64'], body }
}

/** Keeps the rows of the smallest and the largest of the cells that `body` runs through; -1 where there is none. */
const withBounds = (body: Code): Code => [
  ...i32.store(number(CHUNK_LAYOUT.least), number(-1)),
  ...i32.store(number(CHUNK_LAYOUT.most), number(-1)),
  ...body,
  ...number(0),
]

/** How values are read and compared. */
interface ValueOrder {
  /** Values have `2 ** shift` bytes. */
  shift: number
  load: (address: Code) => Code
  less: (a: Code, b: Code) => Code
  /** Whether value 6 is left out. */
  isNan?: Code
}

/** Finds the rows of the smallest and the largest value; NaN has no place in an order. */
function valueBounds(
  name: string,
  type: ValueType,
  { shift, load, less, isNan = number(0) }: ValueOrder,
): MachineFunction {
  const [value, least, most] = [6, 7, 8]
  const keep = (bound: number, known: number, isBeyond: Code): Code =>
    when(
      i32.or(i32.eq(i32.load(number(bound)), number(-1)), isBeyond),
      set(known, local(value)),
      i32.store(number(bound), local(ROW)),
    )
  const body = forEachCell(
    set(value, load(i32.add(local(STARTS), i32.shl(local(ROW), number(shift))))),
    brIf(0, isNan),
    keep(CHUNK_LAYOUT.least, least, less(local(value), local(least))),
    keep(CHUNK_LAYOUT.most, most, less(local(most), local(value))),
  )
  return { name, parameters: 6, locals: [type, type, type], body: withBounds(body) }
}

/** Finds the rows of the smallest and the largest text. */
function textBounds(): MachineFunction {
  const [start, end] = [6, 7]
  const isBeyond = (bound: number, sign: number): Code => {
    const row = i32.load(number(bound))
    const order = call(COMPARE, local(start), local(end), placeOf(STARTS, row), placeOf(ENDS, row))
    return i32.gtS(i32.mul(order, number(sign)), number(0))
  }
  const keep = (bound: number, sign: number): Code =>
    block(
      when(i32.eq(i32.load(number(bound)), number(-1)), i32.store(number(bound), local(ROW)), br(1)),
      when(isBeyond(bound, sign), i32.store(number(bound), local(ROW))),
    )
  const body = forEachCell(
    set(start, placeOf(STARTS, local(ROW))),
    set(end, placeOf(ENDS, local(ROW))),
    keep(CHUNK_LAYOUT.least, -1),
    keep(CHUNK_LAYOUT.most, 1),
  )
  return { name: 'stringBounds', parameters: 6, locals: words(2), body: withBounds(body) }
}

/** For each type, a function that leaves the rows of the smallest and the largest value in the layout. */
export function boundsFunctions(): MachineFunction[] {
  const wide = { shift: 3, load: i64.load, less: i64.ltS }
  return [
    textBounds(),
    valueBounds('int64Bounds', 'i64', wide),
    valueBounds('timestampBounds', 'i64', wide),
    valueBounds('dateBounds', 'i32', { shift: 2, load: i32.load, less: i32.ltS }),
    valueBounds('booleanBounds', 'i32', { shift: 0, load: i32.load8, less: i32.ltS }),
    valueBounds('float64Bounds', 'f64', {
      ...{ shift: 3, load: f64.load, less: f64.lt },
      isNan: f64.ne(local(6), local(6)),
    }),
  ]
}
