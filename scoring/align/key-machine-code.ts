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
  when,
} from '../machine-code/assembler.ts'
import { areDigits, toNumber, ZEROS } from '../machine-code/eight-digits.ts'
import { UNSURE } from './ordinals.ts'
import {
  type At,
  add,
  eachRow,
  eight,
  four,
  HASH_LONGS,
  HASH_WORDS,
  hashAt,
  hashText,
  inRow,
  loadSecret,
  loadText,
  named,
  TEXTS,
} from './row-code.ts'

/** Slots that are compared at once; a key's first slot is a multiple of it. */
export const BUCKET = 8

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

const KEYS = ['offsets', 'stride', 'keys']

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
 * `find(…texts, slots, mask, offsets, stride, keys)`: the hash of each text, and its ordinal, -1 where
 * it is no key, UNSURE where it needs a closer look; returns how many do. First all texts are read, then all slots, then
 * all keys, so that no read waits for another's.
 */
function find(): MachineFunction {
  const words = [
    'row',
    'start',
    'end',
    ...HASH_WORDS,
    'hash',
    'bucket',
    'mark',
    'ordinal',
    'place',
    'length',
    'unsure',
  ]
  const { at, types, count } = named([...TEXTS, 'slots', 'mask', ...KEYS], {
    i32: words,
    i64: HASH_LONGS,
    v128: ['tag', 'tagBits'],
  })
  const ordinal = local(at('ordinal'))
  const body = [
    ...set(at('tagBits'), i32x4.splat(i32.xor(local(at('mask')), i32.const(-1)))),
    ...loadSecret(at),
    ...eachRow(at, [...loadText(at), ...hashText(at), ...i64.store(hashAt(at), local(at('state')))]),
    ...eachRow(at, [
      ...set(at('hash'), i32.load(hashAt(at))),
      ...probe(at),
      ...i32.store(inRow(at, 'out'), ordinal),
    ]),
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
 * `follow(…texts, ordinal, size, offsets, stride, keys)`: how many texts from the first on are
 * the keys ordinal, ordinal + 1, … of `size`; their ordinals are written.
 */
function follow(): MachineFunction {
  const words = ['row', 'start', 'end', 'i', 'place', 'length']
  const { at, types, count } = named([...TEXTS, 'ordinal', 'size', ...KEYS], { i32: words })
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
 * Exchanges the texts `start` to `end` and `otherStart` to `otherEnd` where the first stands after the second, by bytes
 * (which for UTF-8 is by code points).
 */
function orderTexts(at: At): Code {
  const [start, end, otherStart, otherEnd] = ['start', 'end', 'otherStart', 'otherEnd'].map(at)
  const [i, length, isAfter, saved] = ['i', 'length', 'isAfter', 'saved'].map(at)
  const [word, otherWord, difference] = ['word', 'otherWord', 'difference'].map(at)
  const lengths = [i32.sub(local(end), local(start)), i32.sub(local(otherEnd), local(otherStart))]
  const left = i32.sub(local(length), local(i))
  const beyond = i64.extend(i32.shl(i32.sub(eight, left), i32.const(3)))
  // where the first byte that differs stands in its word
  const shift = i64.and(i64.ctz(local(difference)), i64.const(56n))
  const byteOf = (value: number) => i32.and(i64.wrap(i64.shrU(local(value), shift)), i32.const(255))
  const exchange = (a: number, b: number) => [
    ...set(saved, local(a)),
    ...set(a, local(b)),
    ...set(b, local(saved)),
  ]
  return [
    ...set(isAfter, i32.gtU(lengths[0], lengths[1])),
    ...set(length, lengths[0]),
    ...when(local(isAfter), set(length, lengths[1])),
    ...set(i, i32.const(0)),
    ...block(
      loop(
        brIf(1, i32.geU(local(i), local(length))),
        set(word, i64.load(i32.add(local(start), local(i)))),
        set(otherWord, i64.load(i32.add(local(otherStart), local(i)))),
        set(difference, i64.xor(local(word), local(otherWord))),
        when(
          i32.ltU(left, eight),
          set(difference, i64.shl(local(difference), beyond)),
          set(difference, i64.shrU(local(difference), beyond)),
        ),
        when(
          i32.eqz(i64.eqz(local(difference))),
          set(isAfter, i32.gtU(byteOf(word), byteOf(otherWord))),
          br(2),
        ),
        add(i, eight),
        br(0),
      ),
    ),
    ...when(local(isAfter), exchange(start, otherStart), exchange(end, otherEnd)),
  ]
}

/** The names of a row's second text, and of the columns that it stands in, by those of the first. */
const SECOND = new Map([
  ['starts', 'starts2'],
  ['ends', 'ends2'],
  ['base', 'base2'],
  ['start', 'otherStart'],
  ['end', 'otherEnd'],
])

/**
 * `pair(count, starts, ends, base, starts2, ends2, base2, to, outStarts, outEnds, separator, symmetric)`: the two texts of
 * each row with the separator between them, one row after the other; their places relative to the first. Where
 * `symmetric` is not 0, the lesser text of a row comes first.
 */
function pair(): MachineFunction {
  const columns = ['starts', 'ends', 'base', 'starts2', 'ends2', 'base2']
  const parameters = ['count', ...columns, 'to', 'outStarts', 'outEnds', 'separator', 'symmetric']
  const texts = ['row', 'start', 'end', 'otherStart', 'otherEnd', 'first']
  const { at, types, count } = named(parameters, {
    i32: [...texts, 'i', 'length', 'isAfter', 'saved'],
    i64: ['word', 'otherWord', 'difference'],
  })
  const second: At = (name) => at(SECOND.get(name) ?? name)
  const written = i32.sub(local(at('to')), local(at('first')))
  const body = [
    ...set(at('first'), local(at('to'))),
    ...eachRow(at, [
      ...i32.store(inRow(at, 'outStarts'), written),
      ...loadText(at),
      ...loadText(second),
      ...when(local(at('symmetric')), orderTexts(at)),
      ...copyText(at),
      ...i32.store8(local(at('to')), local(at('separator'))),
      ...add(at('to'), i32.const(1)),
      ...copyText(second),
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
 * `number(…texts, prefix, prefixLength, width, lowest, range, index)`: the ordinal of each text
 * that is the prefix and a number of at least `width` digits, without more leading zeros than that takes; -1 for others.
 * The ordinal is the number less the lowest, or what the index holds for that less 1.
 */
function number(): MachineFunction {
  const parameters = [...TEXTS, 'prefix', 'prefixLength', 'width', 'lowest', 'range', 'index']
  const words = ['row', 'start', 'end', 'i', 'place', 'length', 'digits', 'ordinal']
  const { at, types, count } = named(parameters, { i32: words, i64: ['word', 'zeros'] })
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

/** The module with `find`, `follow`, `number` and `pair`. */
export function keyModule(): Uint8Array<ArrayBuffer> {
  return assemble([find(), follow(), number(), pair()])
}
