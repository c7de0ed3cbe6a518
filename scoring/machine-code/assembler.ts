/**
 * Enough of a WebAssembly assembler to write a few functions in place. Instructions nest as in the text format: an
 * operation's operands come first, so `i32.add(local(0), i32.const(1))` is the code of `(i32.add (local.get 0) (i32.const 1))`.
 */

/** Machine code. */
export type Code = number[]

export const VALUE_TYPE = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const
export type ValueType = keyof typeof VALUE_TYPE

const operation =
  (...opcode: number[]) =>
  (...operands: Code[]): Code => [...operands.flat(), ...opcode]

const loading =
  (opcode: number[], alignment: number) =>
  (address: Code, offset = 0): Code => [...address, ...opcode, alignment, ...unsigned(offset)]

const storing =
  (opcode: number, alignment: number) =>
  (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    opcode,
    alignment,
    ...unsigned(offset),
  ]

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(BigInt(value))],
  load: loading([0x28], 0),
  load8: loading([0x2d], 0),
  store: storing(0x36, 0),
  store8: storing(0x3a, 0),
  store16: storing(0x3b, 0),
  eqz: operation(0x45),
  eq: operation(0x46),
  ne: operation(0x47),
  ltS: operation(0x48),
  ltU: operation(0x49),
  gtS: operation(0x4a),
  gtU: operation(0x4b),
  leU: operation(0x4d),
  leS: operation(0x4c),
  geU: operation(0x4f),
  ctz: operation(0x68),
  popcnt: operation(0x69),
  add: operation(0x6a),
  sub: operation(0x6b),
  mul: operation(0x6c),
  divU: operation(0x6e),
  remU: operation(0x70),
  or: operation(0x72),
  and: operation(0x71),
  xor: operation(0x73),
  shl: operation(0x74),
  shrS: operation(0x75),
  shrU: operation(0x76),
  rotl: operation(0x77),
}

export const i64 = {
  const: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  load: loading([0x29], 0),
  store: storing(0x37, 0),
  wrap: operation(0xa7),
  extend: operation(0xad),
  extendSigned: operation(0xac),
  eqz: operation(0x50),
  eq: operation(0x51),
  ne: operation(0x52),
  ltS: operation(0x53),
  ltU: operation(0x54),
  gtU: operation(0x56),
  leU: operation(0x58),
  geU: operation(0x5a),
  ctz: operation(0x7a),
  add: operation(0x7c),
  sub: operation(0x7d),
  mul: operation(0x7e),
  divU: operation(0x80),
  remU: operation(0x82),
  and: operation(0x83),
  or: operation(0x84),
  xor: operation(0x85),
  shl: operation(0x86),
  shrU: operation(0x88),
  truncF64U: operation(0xb1),
}

export const f64 = {
  const: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  load: loading([0x2b], 3),
  store: storing(0x39, 3),
  ne: operation(0x62),
  lt: operation(0x63),
  neg: operation(0x9a),
  add: operation(0xa0),
  sub: operation(0xa1),
  mul: operation(0xa2),
  div: operation(0xa3),
  fromU64: operation(0xba),
  fromI64: operation(0xb9),
}

export const i8x16 = {
  load: loading([0xfd, 0x00], 0),
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...[0xfd, 0x0b, 0],
    ...unsigned(offset),
  ],
  splat: operation(0xfd, 0x0f),
  eq: operation(0xfd, 0x23),
  ltS: operation(0xfd, 0x25),
  gtU: operation(0xfd, 0x28),
  leU: operation(0xfd, 0x2a),
  sub: operation(0xfd, 0x71),
  and: operation(0xfd, 0x4e),
  or: operation(0xfd, 0x50),
  bitmask: operation(0xfd, 0x64),
}

export const i32x4 = {
  load: loading([0xfd, 0x00], 0),
  splat: operation(0xfd, 0x11),
  eq: operation(0xfd, 0x37),
  and: operation(0xfd, 0x4e),
  bitmask: operation(0xfd, 0xa4, 0x01),
}

export const local = (index: number): Code => [0x20, ...unsigned(index)]
export const set = (index: number, value: Code): Code => [...value, 0x21, ...unsigned(index)]
export const tee = (index: number, value: Code): Code => [...value, 0x22, ...unsigned(index)]
/** Code whose end `br` jumps to. */
export const block = (...body: Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b]
/** Code whose beginning `br` jumps to. */
export const loop = (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b]
export const when = (condition: Code, ...body: Code[]): Code => [
  ...condition,
  0x04,
  0x40,
  ...body.flat(),
  0x0b,
]
export const either = (condition: Code, yes: Code, no: Code): Code => [
  ...[...condition, 0x04, 0x40, ...yes, 0x05],
  ...[...no, 0x0b],
]
/** A jump to the block or loop `depth` levels out. */
export const br = (depth: number): Code => [0x0c, depth]
export const brIf = (depth: number, condition: Code): Code => [...condition, 0x0d, depth]

/** Leaves the function with a value. */
export const leave = (value: Code): Code => [...value, 0x0f]

/** Calls the function at a position in its module. */
export const call = (position: number, ...operands: Code[]): Code => [
  ...operands.flat(),
  0x10,
  ...unsigned(position),
]

/** A function of i32 parameters to an i32, where nothing else is said. */
export interface MachineFunction {
  name: string
  parameters: number | readonly ValueType[]
  result?: ValueType
  /** Locals after the parameters. */
  locals: readonly ValueType[]
  body: Code
}

/** A module that imports its memory as `host.memory` and exports its functions by name. */
export function assemble(functions: readonly MachineFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, result = 'i32' }) => [
    0x60,
    ...vector(parameterTypes(parameters).map((type) => [VALUE_TYPE[type]])),
    1,
    VALUE_TYPE[result],
  ])
  const bodies = functions.map(({ locals, body }) => {
    const code = [...vector(locals.map((type) => [1, VALUE_TYPE[type]])), ...body, 0x0b]
    return [...unsigned(code.length), ...code]
  })
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [[...name('host'), ...name('memory'), 2, 0, 1]]),
    ...section(
      3,
      functions.map((_, i) => [i]),
    ),
    ...section(
      7,
      functions.map((one, i) => [...name(one.name), 0, i]),
    ),
    ...section(10, bodies),
  ])
}

function parameterTypes(parameters: number | readonly ValueType[]): readonly ValueType[] {
  return typeof parameters === 'number' ? new Array<ValueType>(parameters).fill('i32') : parameters
}

function section(id: number, items: Code[]): Code {
  const content = vector(items)
  return [id, ...unsigned(content.length), ...content]
}

function vector(items: Code[]): Code {
  return [...unsigned(items.length), ...items.flat()]
}

function name(text: string): Code {
  return vector([...new TextEncoder().encode(text)].map((byte) => [byte]))
}

function unsigned(value: number): Code {
  const rest = value >>> 7
  return rest === 0 ? [value & 127] : [(value & 127) | 128, ...unsigned(rest)]
}

function signed(value: bigint): Code {
  const byte = Number(value & 127n)
  const rest = value >> 7n
  const isEnough = (rest === 0n && byte < 64) || (rest === -1n && byte >= 64)
  return isEnough ? [byte] : [byte | 128, ...signed(rest)]
}
