/**
 * Machine code that writes doubles with the fewest digits that read back as the same double, the nearest to it among those,
 * as JavaScript does. How the digits are found is R. Giulietti's "The Schubfach way to render doubles" (2020).
 */
import {
  block,
  br,
  type Code,
  call,
  either,
  i8x16,
  i32,
  i64,
  leave,
  local,
  type MachineFunction,
  set,
  when,
} from '#scoring/machine-code/assembler.ts'
import { POWER_ZERO } from './powers-of-ten.ts'
import { character, OUT, plus, rowAt, TEXT_PARAMETERS, textsFunction, VALUES } from './texts-code.ts'
import { FUNCTION, LAYOUT } from './writing-layout.ts'

const [BITS, AT, EXPONENT, POWER, SHIFT, CLOSER, FITS, COUNT, POINT] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const [SIGNIFICAND, UPPER_POWER, LOWER_POWER, LEAST, NEAREST, MOST, DIGITS, FEWER] = [
  ...[9, 10, 11, 12, 13, 14, 15, 16],
]
const LOCALS: MachineFunction['locals'] = [
  ...(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'] as const),
  ...(['i64', 'i64', 'i64', 'i64', 'i64', 'i64', 'i64', 'i64'] as const),
]

const number = (value: number): Code => i64.const(BigInt(value))
const HIDDEN_BIT = i64.const(1n << 52n)
const at = local(AT)
/** Up to eight ASCII characters as one word. */
const word = (text: string): Code => i64.const(Buffer.from(text.padEnd(8, '\0'), 'latin1').readBigInt64LE())

/** The upper 64 of the 128 bits of a product. */
export function highProduct(): MachineFunction {
  const [a, b, first, second] = [0, 1, 2, 3]
  const high = (index: number): Code => i64.shrU(local(index), number(32))
  const low = (index: number): Code => i64.and(local(index), number(0xffff_ffff))
  const body = [
    ...set(first, i64.add(i64.mul(high(a), low(b)), i64.shrU(i64.mul(low(a), low(b)), number(32)))),
    ...set(second, i64.add(i64.mul(low(a), high(b)), low(first))),
    ...i64.add(i64.mul(high(a), high(b)), i64.add(high(first), high(second))),
  ]
  return { name: 'highProduct', parameters: ['i64', 'i64'], result: 'i64', locals: ['i64', 'i64'], body }
}

/** The product of a number and a power of 128 bits without its lower 128 bits; odd wherever those were not nothing. */
export function scaled(): MachineFunction {
  const [upper, lower, value, carried, sum] = [0, 1, 2, 3, 4]
  const body = [
    ...set(carried, call(FUNCTION.highProduct, local(lower), local(value))),
    ...set(sum, i64.add(i64.mul(local(upper), local(value)), local(carried))),
    ...i64.or(
      i64.add(
        call(FUNCTION.highProduct, local(upper), local(value)),
        i64.extend(i64.ltU(local(sum), local(carried))),
      ),
      i64.extend(i64.gtU(local(sum), number(1))),
    ),
  ]
  return { name: 'scaled', parameters: ['i64', 'i64', 'i64'], result: 'i64', locals: ['i64', 'i64'], body }
}

/** Writes the sign and leaves with what is no finite number but zero. */
const special: Code = [
  ...set(EXPONENT, i32.and(i64.wrap(i64.shrU(local(BITS), number(52))), i32.const(0x7ff))),
  ...set(SIGNIFICAND, i64.and(local(BITS), i64.sub(HIDDEN_BIT, number(1)))),
  ...when(
    i32.and(i32.eq(local(EXPONENT), i32.const(0x7ff)), i64.ne(local(SIGNIFICAND), number(0))),
    i64.store(at, word('NaN')),
    leave(plus(AT, 3)),
  ),
  ...i32.store8(at, character('-')),
  ...set(AT, i32.add(at, i64.wrap(i64.shrU(local(BITS), number(63))))),
  ...when(i32.eq(local(EXPONENT), i32.const(0x7ff)), i64.store(at, word('inf')), leave(plus(AT, 3))),
  ...when(i64.eqz(i64.shl(local(BITS), number(1))), i64.store(at, word('0.0')), leave(plus(AT, 3))),
]

/** Makes the number SIGNIFICAND * 2^EXPONENT; leaves with whole numbers below 2^53. */
const unpack: Code = [
  ...set(CLOSER, i32.and(i64.eqz(local(SIGNIFICAND)), i32.gtU(local(EXPONENT), i32.const(1)))),
  ...either(
    local(EXPONENT),
    [...set(SIGNIFICAND, i64.or(local(SIGNIFICAND), HIDDEN_BIT)), ...set(EXPONENT, plus(EXPONENT, -1075))],
    set(EXPONENT, i32.const(-1074)),
  ),
  ...when(
    i32.leU(i32.sub(i32.const(0), local(EXPONENT)), i32.const(52)),
    set(DIGITS, i64.extend(i32.sub(i32.const(0), local(EXPONENT)))),
    set(FEWER, i64.shrU(local(SIGNIFICAND), local(DIGITS))),
    when(
      i64.eq(i64.shl(local(FEWER), local(DIGITS)), local(SIGNIFICAND)),
      set(AT, call(FUNCTION.writeUnsigned, local(FEWER), at)),
      i64.store(at, word('.0')),
      leave(plus(AT, 2)),
    ),
  ),
]

/**
 * Four times the number and the bounds of what reads back as it, all over 10^POWER. A bound itself reads back if the
 * significand is even; the lower one is closer where the significand is a power of two.
 */
const scale: Code = [
  ...set(
    POWER,
    i32.shrS(
      i32.sub(i32.mul(local(EXPONENT), i32.const(1_262_611)), i32.mul(local(CLOSER), i32.const(524_031))),
      i32.const(22),
    ),
  ),
  ...set(
    SHIFT,
    i32.add(
      plus(EXPONENT, 1),
      i32.shrS(i32.mul(i32.sub(i32.const(0), local(POWER)), i32.const(1_741_647)), i32.const(19)),
    ),
  ),
  ...set(COUNT, i32.shl(i32.sub(i32.const(POWER_ZERO), local(POWER)), i32.const(4))),
  ...set(UPPER_POWER, i64.load(local(COUNT), LAYOUT.powers)),
  ...set(LOWER_POWER, i64.load(local(COUNT), LAYOUT.powers + 8)),
  ...set(FEWER, i64.and(local(SIGNIFICAND), number(1))),
  ...set(SIGNIFICAND, i64.shl(local(SIGNIFICAND), number(2))),
  ...set(
    LEAST,
    i64.add(
      timesPower(i64.add(i64.sub(local(SIGNIFICAND), number(2)), i64.extend(local(CLOSER)))),
      local(FEWER),
    ),
  ),
  ...set(NEAREST, timesPower(local(SIGNIFICAND))),
  ...set(MOST, i64.sub(timesPower(i64.add(local(SIGNIFICAND), number(2))), local(FEWER))),
]

function timesPower(value: Code): Code {
  const shifted = i64.shl(value, i64.extend(local(SHIFT)))
  return call(FUNCTION.scaled, local(UPPER_POWER), local(LOWER_POWER), shifted)
}

/** With one of two neighbours within the bounds, takes it; `unit` is four times what lies between the two. */
const takeNeighbour = (of: number, unit: number, found: Code): Code => [
  ...set(FITS, i64.leU(i64.add(i64.mul(local(of), number(unit)), number(unit)), local(MOST))),
  ...when(
    i32.ne(i64.leU(local(LEAST), i64.mul(local(of), number(unit))), local(FITS)),
    set(DIGITS, i64.add(local(of), i64.extend(local(FITS)))),
    found,
  ),
]

/** The digits, with the power of ten that they are to be multiplied with. */
const findDigits: Code = block(
  set(DIGITS, i64.shrU(local(NEAREST), number(2))),
  set(FEWER, i64.divU(local(DIGITS), number(10))),
  when(i64.ne(local(FEWER), number(0)), takeNeighbour(FEWER, 40, [...set(POWER, plus(POWER, 1)), ...br(2)])),
  takeNeighbour(DIGITS, 4, br(1)),
  // both neighbours or none: the nearer one, or the even one
  set(FEWER, i64.add(i64.shl(local(DIGITS), number(2)), number(2))),
  set(
    DIGITS,
    i64.add(
      local(DIGITS),
      i64.extend(
        i32.or(
          i64.gtU(local(NEAREST), local(FEWER)),
          i32.and(i64.eq(local(NEAREST), local(FEWER)), i64.wrap(i64.and(local(DIGITS), number(1)))),
        ),
      ),
    ),
  ),
)

const dropZeros = (zeros: number): Code => [
  ...set(FEWER, i64.divU(local(DIGITS), number(10 ** zeros))),
  ...when(
    i64.eq(i64.mul(local(FEWER), number(10 ** zeros)), local(DIGITS)),
    set(DIGITS, local(FEWER)),
    set(POWER, plus(POWER, zeros)),
  ),
]

/** Up to sixteen zeros at the end of the digits; most numbers have none. */
const dropAllZeros: Code = [
  ...dropZeros(1),
  ...when(i64.eq(local(DIGITS), local(FEWER)), dropZeros(8), dropZeros(4), dropZeros(2), dropZeros(1)),
]

const copy = (from: Code, to: Code): Code => i8x16.store(to, i8x16.load(from))
const SCRATCH = i32.const(LAYOUT.scratch)
const beyond = (by: Code): Code => i32.add(at, by)

/** `1234.5`, or `123400000.0`: the point is within the digits or up to 21 digits from the first. */
const writePlain: Code = either(
  i32.leS(i32.const(0), local(POWER)),
  [
    ...copy(SCRATCH, at),
    ...i64.store(at, i64.load(SCRATCH, 16), 16),
    ...set(AT, beyond(local(COUNT))),
    ...i64.store(at, word('00000000')),
    ...i64.store(at, word('00000000'), 8),
    ...i64.store(at, word('00000000'), 16),
    ...set(AT, beyond(local(POWER))),
    ...i64.store(at, word('.0')),
    ...leave(plus(AT, 2)),
  ],
  [
    ...copy(SCRATCH, at),
    ...i32.store8(beyond(local(POINT)), character('.')),
    ...copy(i32.add(SCRATCH, local(POINT)), i32.add(plus(AT, 1), local(POINT))),
    ...leave(i32.add(plus(AT, 1), local(COUNT))),
  ],
)

/** `0.00012`: up to six zeros, the one before the point among them. */
const writeSmall: Code = [
  ...i64.store(at, word('0.000000')),
  ...set(AT, i32.sub(plus(AT, 2), local(POINT))),
  ...copy(SCRATCH, at),
  ...i64.store(at, i64.load(SCRATCH, 16), 16),
  ...leave(beyond(local(COUNT))),
]

/** `1.5e-7` or `1e+21`. */
const writeScientific: Code = [
  ...i32.store8(at, i32.load8(SCRATCH)),
  ...copy(i32.add(SCRATCH, i32.const(1)), plus(AT, 2)),
  ...i32.store8(at, character('.'), 1),
  // without a second digit, the point is written over
  ...set(AT, i32.add(beyond(local(COUNT)), i32.gtU(local(COUNT), i32.const(1)))),
  ...set(POINT, plus(POINT, -1)),
  ...set(FITS, i32.shrS(local(POINT), i32.const(31))),
  ...i32.store8(at, character('e')),
  ...i32.store8(at, i32.sub(character('+'), i32.shl(local(FITS), i32.const(1))), 1),
  ...call(
    FUNCTION.writeUnsigned,
    i64.extend(i32.sub(i32.xor(local(POINT), local(FITS)), local(FITS))),
    plus(AT, 2),
  ),
]

/** Writes a double, given as its bits, at an address and returns where it ends: up to 25 bytes. */
export function writeDouble(): MachineFunction {
  const body: Code = [
    ...[...special, ...unpack, ...scale, ...findDigits, ...dropAllZeros],
    ...set(COUNT, i32.sub(call(FUNCTION.writeUnsigned, local(DIGITS), SCRATCH), SCRATCH)),
    ...set(POINT, i32.add(local(COUNT), local(POWER))),
    ...when(i32.leU(plus(POINT, -1), i32.const(20)), writePlain),
    ...when(i32.leU(i32.sub(i32.const(0), local(POINT)), i32.const(5)), writeSmall),
    ...writeScientific,
  ]
  return { name: 'writeDouble', parameters: ['i64', 'i32'], locals: LOCALS, body }
}

/** The texts of doubles. */
export function float64Texts(): MachineFunction {
  const [row, start] = [TEXT_PARAMETERS, TEXT_PARAMETERS + 1]
  const write = set(OUT, call(FUNCTION.writeDouble, i64.load(rowAt(VALUES, row, 3)), local(OUT)))
  return textsFunction('float64Texts', ['i32', 'i32'], row, start, write)
}
