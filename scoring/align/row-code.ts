/** Pieces of machine code that work through the texts of a run, and the keyed hash of a text. */
import {
  block,
  br,
  brIf,
  type Code,
  i32,
  i64,
  local,
  loop,
  set,
  type ValueType,
  when,
} from '../machine-code/assembler.ts'
import { FACTOR } from './hash-bytes.ts'

/** Where the four words of the machine's secret stand. */
export const SECRET = 16

export const four = i32.const(4)
export const eight = i32.const(8)
export const add = (index: number, by: Code): Code => set(index, i32.add(local(index), by))

/** The parameters and locals of a function by name; parameters are words. */
export function named(parameters: readonly string[], locals: Partial<Record<ValueType, readonly string[]>>) {
  const groups = Object.entries(locals) as [ValueType, readonly string[]][]
  const names = [...parameters, ...groups.flatMap(([, group]) => group)]
  const types = groups.flatMap(([type, group]) => group.map(() => type))
  const at: At = (wanted) => {
    const index = names.indexOf(wanted)
    if (index < 0) throw new RangeError(wanted)
    return index
  }
  return { at, types, count: parameters.length }
}

/** The number of a parameter or local with this name. */
export type At = (name: string) => number

/** Runs `body` for each row; `row` is four times its number. The end is two levels out of the body. */
export const eachRow = (at: At, body: Code): Code => [
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

/** The address of the row's word in a column. */
export const inRow = (at: At, column: string): Code => i32.add(local(at(column)), local(at('row')))

/** The address of the row's hash. */
export const hashAt = (at: At): Code => i32.add(local(at('hashes')), i32.shl(local(at('row')), i32.const(1)))

/** Loads where the row's text stands into `start` and `end`. */
export const loadText = (at: At): Code => [
  ...set(at('start'), i32.add(i32.load(inRow(at, 'starts')), local(at('base')))),
  ...set(at('end'), i32.add(i32.load(inRow(at, 'ends')), local(at('base')))),
]

/** The first parameters of a function over texts. */
export const TEXTS = ['count', 'starts', 'ends', 'base', 'out', 'hashes']

/** Locals that `hashText` needs: words, and 64 bits each. */
export const HASH_WORDS = ['i']
export const HASH_LONGS = ['state', 'word', 'key', 'otherKey']

const LOW_WORD = i64.const(0xffff_ffffn)
const HALF = i64.const(32n)

/** Reads the keys of the secret; to be done before the first `hashText`. */
export const loadSecret = (at: At): Code => [
  ...set(at('key'), i64.extend(i32.load(i32.const(SECRET), 8))),
  ...set(at('otherKey'), i64.extend(i32.load(i32.const(SECRET), 12))),
]

/** `hashBytes` of `start` to `end` into `state`. Eight bytes beyond the text must be readable. */
export function hashText(at: At): Code {
  const [state, word, i, end] = ['state', 'word', 'i', 'end'].map(at)
  const folded = i64.xor(local(state), i64.shrU(local(state), HALF))
  const keyed = (half: Code, key: string) => i64.and(i64.add(half, local(at(key))), LOW_WORD)
  const takeWord = set(
    state,
    i64.add(
      i64.mul(folded, i64.const(FACTOR.word)),
      i64.mul(keyed(local(word), 'key'), keyed(i64.shrU(local(word), HALF), 'otherKey')),
    ),
  )
  const bytesBeyond = i32.sub(i32.add(local(i), eight), local(end))
  const length = i64.extend(i32.sub(local(end), local(at('start'))))
  return [
    ...set(state, i64.add(i64.load(i32.const(SECRET)), length)),
    ...set(i, local(at('start'))),
    ...block(
      loop(
        brIf(1, i32.geU(i32.add(local(i), eight), local(end))),
        set(word, i64.load(local(i))),
        takeWord,
        add(i, eight),
        br(0),
      ),
    ),
    // the last bytes, one to eight
    ...when(
      i32.ltU(local(i), local(end)),
      set(
        word,
        i64.and(i64.load(local(i)), i64.shrU(i64.const(-1n), i64.extend(i32.shl(bytesBeyond, i32.const(3))))),
      ),
      takeWord,
    ),
    ...set(state, i64.mul(folded, i64.const(FACTOR.end))),
    ...set(state, i64.mul(folded, i64.const(FACTOR.end))),
    ...set(state, i64.or(folded, i64.const(1n))),
  ]
}
