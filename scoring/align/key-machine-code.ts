/**
 * The machine code behind KeyMachine: hashes keys, looks them up, compares them, puts pairs together. It does what
 * `hashBytes`, KeyTable, NumberedKeys and RowKeys do in script, which is what it is tested against. Addresses are those of its
 * memory; eight bytes beyond every text must be readable.
 */
import {
  assemble,
  block,
  br,
  brIf,
  type Code,
  either,
  i32,
  i32x4,
  i64,
  local,
  loop,
  type MachineFunction,
  set,
  tee,
  type ValueType,
  when,
} from '../machine-code/assembler.ts'
import { areDigits, toNumber, ZEROS } from '../machine-code/eight-digits.ts'
import { UNSURE } from './ordinals.ts'

/** Slots that are compared at once; a key's first slot is a multiple of it. */
export const BUCKET = 8

const four = i32.const(4)
const eight = i32.const(8)
const add = (index: number, by: Code): Code => set(index, i32.add(local(index), by))

/** Names for a function's parameters, then for its locals: words, and others of one type. */
function named(
  parameters: readonly string[],
  locals: readonly string[],
  others: readonly string[] = [],
  type: ValueType = 'v128',
) {
  const names = [...parameters, ...locals, ...others]
  const types: ValueType[] = [...locals.map(() => 'i32' as const), ...others.map(() => type)]
  const at = (wanted: string): number => {
    const index = names.indexOf(wanted)
    if (index < 0) throw new RangeError(wanted)
    return index
  }
  return { at, types, count: parameters.length }
}

type At = (name: string) => number

/** Runs `body` for each row; `row` is four times its number. The end is two levels out of the body. */
const eachRow = (at: At, body: Code): Code => [
  ...set(at('row'), i32.const(0)),
  ...block(
    loop(
      brIf(1, i32.geU(local(at('row')), i32.shl(local(at('count')), i32.const(2)))),
      body,
      add(at('row'), four),
      br(0),
    ),
  ),
]

const inRow = (at: At, column: string): Code => i32.add(local(at(column)), local(at('row')))

/** Loads where the row's text stands into `start` and `end`. */
const loadText = (at: At): Code => [
  ...set(at('start'), i32.add(i32.load(inRow(at, 'starts')), local(at('base')))),
  ...set(at('end'), i32.add(i32.load(inRow(at, 'ends')), local(at('base')))),
]

/** `hashBytes` of `start` to `end` into `hash`. */
function hashText(at: At): Code {
  const [hash, i, word] = ['hash', 'i', 'word'].map(at)
  const mixed = (value: Code, factor: number) => i32.mul(i32.xor(local(hash), value), i32.const(factor))
  const folded = (shift: number) => i32.shrU(local(hash), i32.const(shift))
  return [
    ...set(hash, i32.xor(local(at('seed')), i32.sub(local(at('end')), local(at('start'))))),
    ...set(i, local(at('start'))),
    ...block(
      loop(
        brIf(1, i32.gtU(i32.add(local(i), four), local(at('end')))),
        set(word, i32.mul(i32.load(local(i)), i32.const(0xcc9e2d51 | 0))),
        set(hash, mixed(i32.rotl(local(word), i32.const(15)), 0x1b873593)),
        set(hash, i32.rotl(local(hash), i32.const(13))),
        add(i, four),
        br(0),
      ),
    ),
    // the bytes that are left, the first of them lowest
    ...set(word, i32.shl(i32.const(-1), i32.shl(i32.sub(local(at('end')), local(i)), i32.const(3)))),
    ...set(hash, mixed(i32.and(i32.load(local(i)), i32.xor(local(word), i32.const(-1))), 0x85ebca6b | 0)),
    ...set(hash, mixed(folded(16), 0x85ebca6b | 0)),
    ...set(hash, mixed(folded(13), 0xc2b2ae35 | 0)),
    ...set(hash, i32.xor(local(hash), folded(16))),
  ]
}

/** Compares `length` bytes at `start` and at `place`; leaves `leave` levels out where they differ. */
function compareTexts(at: At, leave: number): Code {
  const [start, place, length, i] = ['start', 'place', 'length', 'i'].map(at)
  const differ = (offset: Code) =>
    i64.ne(i64.load(i32.add(local(start), offset)), i64.load(i32.add(local(place), offset)))
  const shift = i64.extend(i32.sub(i32.const(64), i32.shl(local(length), i32.const(3))))
  const short = i64.shl(i64.xor(i64.load(local(start)), i64.load(local(place))), shift)
  return either(
    i32.ltU(local(length), eight),
    // the bytes beyond the text are shifted out
    when(local(length), brIf(leave + 2, i32.eqz(i64.eqz(short)))),
    [
      ...set(i, i32.const(0)),
      ...block(
        loop(
          brIf(1, i32.gtU(i32.add(local(i), eight), local(length))),
          brIf(leave + 3, differ(local(i))),
          add(i, eight),
          br(0),
        ),
      ),
      ...brIf(leave + 1, differ(i32.sub(local(length), eight))),
    ],
  )
}

/** Where the key `ordinal` stands, and its length, into `place` and `length`. */
function placeOf(at: At): Code {
  const [ordinal, place, length, stride] = ['ordinal', 'place', 'length', 'stride'].map(at)
  const offset = i32.add(local(at('offsets')), i32.shl(local(ordinal), i32.const(2)))
  return [
    ...either(
      local(stride),
      [...set(place, i32.mul(local(ordinal), local(stride))), ...set(length, local(stride))],
      [...set(place, i32.load(offset)), ...set(length, i32.sub(i32.load(offset, 4), local(place)))],
    ),
    ...add(place, local(at('keys'))),
  ]
}

const TEXTS = ['count', 'starts', 'ends', 'base', 'out']
const KEYS = ['offsets', 'stride', 'keys']

/** `hash(count, starts, ends, base, out, seed)`: the hash of each text. */
function hash(): MachineFunction {
  const { at, types, count } = named([...TEXTS, 'seed'], ['row', 'start', 'end', 'hash', 'i', 'word'])
  const body = eachRow(at, [
    ...loadText(at),
    ...hashText(at),
    ...i32.store(inRow(at, 'out'), local(at('hash'))),
  ])
  return { name: 'hash', parameters: count, locals: types, body: [...body, ...i32.const(0)] }
}

/** The ordinal in the first slot with the hash's tag, or -1: bucket by bucket until one is not full. */
function probe(at: At): Code {
  const [bucket, slots, mask, mark, ordinal] = ['bucket', 'slots', 'mask', 'mark', 'ordinal'].map(at)
  const matches = (offset: number) =>
    i32x4.bitmask(
      i32x4.eq(i32x4.and(i32x4.load(local(bucket), offset), local(at('tagBits'))), local(at('tag'))),
    )
  const inTable = (offset: Code) => set(bucket, i32.add(local(slots), offset))
  const wrapped = i32.shl(local(mask), i32.const(2))
  const found = i32.add(local(bucket), i32.shl(i32.ctz(local(mark)), i32.const(2)))
  return [
    ...inTable(i32.shl(i32.and(i32.and(local(at('hash')), local(mask)), i32.const(-BUCKET)), i32.const(2))),
    ...set(at('tag'), i32x4.splat(i32.and(local(at('hash')), i32.xor(local(mask), i32.const(-1))))),
    ...set(ordinal, i32.const(-1)),
    ...block(
      loop(
        brIf(1, tee(mark, i32.or(matches(0), i32.shl(matches(16), four)))),
        brIf(1, i32.eqz(i32.load(local(bucket), 4 * (BUCKET - 1)))),
        inTable(i32.and(i32.add(i32.sub(local(bucket), local(slots)), i32.const(4 * BUCKET)), wrapped)),
        br(0),
      ),
    ),
    // an empty slot, which may have the same tag, holds 0 and so gives -1
    ...when(local(mark), set(ordinal, i32.sub(i32.and(i32.load(found), local(mask)), i32.const(1)))),
  ]
}

/**
 * `find(count, starts, ends, base, out, seed, slots, mask, offsets, stride, keys)`: the ordinal of each text, -1 where
 * it is no key, UNSURE where it needs a closer look; returns how many do. First all slots are read, then all keys, so
 * that no read waits for another's.
 */
function find(): MachineFunction {
  const work = [
    'row',
    'start',
    'end',
    'hash',
    'i',
    'word',
    'bucket',
    'mark',
    'ordinal',
    'place',
    'length',
    'unsure',
  ]
  const { at, types, count } = named([...TEXTS, 'seed', 'slots', 'mask', ...KEYS], work, ['tag', 'tagBits'])
  const ordinal = local(at('ordinal'))
  const body = [
    ...set(at('tagBits'), i32x4.splat(i32.xor(local(at('mask')), i32.const(-1)))),
    ...eachRow(at, [...loadText(at), ...hashText(at), ...probe(at), ...i32.store(inRow(at, 'out'), ordinal)]),
    ...eachRow(
      at,
      block(
        brIf(0, i32.eq(tee(at('ordinal'), i32.load(inRow(at, 'out'))), i32.const(-1))),
        loadText(at),
        placeOf(at),
        block(
          brIf(0, i32.ne(local(at('length')), i32.sub(local(at('end')), local(at('start'))))),
          compareTexts(at, 0),
          br(1),
        ),
        i32.store(inRow(at, 'out'), i32.const(UNSURE | 0)),
        add(at('unsure'), i32.const(1)),
      ),
    ),
    ...local(at('unsure')),
  ]
  return { name: 'find', parameters: count, locals: types, body }
}

/**
 * `follow(count, starts, ends, base, out, ordinal, size, offsets, stride, keys)`: how many texts from the first on are
 * the keys ordinal, ordinal + 1, … of `size`; their ordinals are written.
 */
function follow(): MachineFunction {
  const work = ['row', 'start', 'end', 'i', 'place', 'length']
  const { at, types, count } = named([...TEXTS, 'ordinal', 'size', ...KEYS], work)
  const body = [
    ...eachRow(at, [
      ...brIf(1, i32.geU(local(at('ordinal')), local(at('size')))),
      ...loadText(at),
      ...placeOf(at),
      ...brIf(1, i32.ne(local(at('length')), i32.sub(local(at('end')), local(at('start'))))),
      ...compareTexts(at, 1),
      ...i32.store(inRow(at, 'out'), local(at('ordinal'))),
      ...add(at('ordinal'), i32.const(1)),
    ]),
    ...i32.shrU(local(at('row')), i32.const(2)),
  ]
  return { name: 'follow', parameters: count, locals: types, body }
}

/** Copies `start` to `end` to `to` and moves `to`, eight bytes at a time: what is too much is overwritten later. */
const copyText = (at: At): Code => [
  ...loop(
    i64.store(local(at('to')), i64.load(local(at('start')))),
    add(at('to'), eight),
    add(at('start'), eight),
    brIf(0, i32.ltU(local(at('start')), local(at('end')))),
  ),
  ...set(at('to'), i32.sub(local(at('to')), i32.sub(local(at('start')), local(at('end'))))),
]

/**
 * `pair(count, starts, ends, base, starts2, ends2, base2, to, outStarts, outEnds, separator)`: the two texts of each
 * row with the separator between them, one row after the other; their places relative to the first.
 */
function pair(): MachineFunction {
  const parameters = [
    'count',
    'starts',
    'ends',
    'base',
    'starts2',
    'ends2',
    'base2',
    'to',
    'outStarts',
    'outEnds',
  ]
  const { at, types, count } = named([...parameters, 'separator'], ['row', 'start', 'end', 'first'])
  const second: At = (name) => at(['starts', 'ends', 'base'].includes(name) ? `${name}2` : name)
  const written = i32.sub(local(at('to')), local(at('first')))
  const body = [
    ...set(at('first'), local(at('to'))),
    ...eachRow(at, [
      ...i32.store(inRow(at, 'outStarts'), written),
      ...loadText(at),
      ...copyText(at),
      ...i32.store8(local(at('to')), local(at('separator'))),
      ...add(at('to'), i32.const(1)),
      ...loadText(second),
      ...copyText(at),
      ...i32.store(inRow(at, 'outEnds'), written),
    ]),
    ...written,
  ]
  return { name: 'pair', parameters: count, locals: types, body }
}

/** The row's last `digits` bytes as a number in `word`; leaves `leave` levels out where they are no digits. */
function readDigits(at: At, leave: number): Code {
  const [word, zeros] = ['word', 'zeros'].map(at)
  return [
    // bytes before the digits are replaced by zeros
    ...set(
      zeros,
      i64.shl(i64.const(-1n), i64.extend(i32.sub(i32.const(64), i32.shl(local(at('digits')), i32.const(3))))),
    ),
    ...set(
      word,
      i64.or(
        i64.and(i64.load(i32.sub(local(at('end')), eight)), local(zeros)),
        i64.and(ZEROS, i64.xor(local(zeros), i64.const(-1n))),
      ),
    ),
    ...brIf(leave, i32.eqz(areDigits(word))),
    ...toNumber(word),
  ]
}

/**
 * `number(count, starts, ends, base, out, prefix, prefixLength, width, lowest, range, index)`: the ordinal of each text
 * that is the prefix and a number of at least `width` digits, without more leading zeros than that takes; -1 for others.
 * The ordinal is the number less the lowest, or what the index holds for that less 1.
 */
function number(): MachineFunction {
  const parameters = [...TEXTS, 'prefix', 'prefixLength', 'width', 'lowest', 'range', 'index']
  const work = ['row', 'start', 'end', 'i', 'place', 'length', 'digits', 'ordinal']
  const { at, types, count } = named(parameters, work, ['word', 'zeros'], 'i64')
  const [digits, width, ordinal] = ['digits', 'width', 'ordinal'].map(at)
  const first = i32.load8(i32.sub(local(at('end')), local(digits)))
  const isPadded = i32.and(i32.gtU(local(digits), local(width)), i32.eq(first, i32.const(0x30)))
  const text = i32.sub(local(at('end')), local(at('start')))
  const body = eachRow(at, [
    ...loadText(at),
    ...i32.store(inRow(at, 'out'), i32.const(-1)),
    ...block(
      set(digits, i32.sub(text, local(at('prefixLength')))),
      brIf(0, i32.geU(i32.sub(local(digits), i32.const(1)), eight)),
      brIf(0, i32.or(i32.ltU(local(digits), local(width)), isPadded)),
      set(at('place'), local(at('prefix'))),
      set(at('length'), local(at('prefixLength'))),
      compareTexts(at, 0),
      readDigits(at, 0),
      set(ordinal, i32.sub(i64.wrap(local(at('word'))), local(at('lowest')))),
      brIf(0, i32.geU(local(ordinal), local(at('range')))),
      when(
        local(at('index')),
        set(
          ordinal,
          i32.sub(i32.load(i32.add(local(at('index')), i32.shl(local(ordinal), i32.const(2)))), i32.const(1)),
        ),
      ),
      i32.store(inRow(at, 'out'), local(ordinal)),
    ),
  ])
  return { name: 'number', parameters: count, locals: types, body: [...body, ...i32.const(0)] }
}

/** The module with `hash`, `find`, `follow`, `number` and `pair`. */
export function keyModule(): Uint8Array<ArrayBuffer> {
  return assemble([hash(), find(), follow(), number(), pair()])
}
