/**
 * The machine code behind RepeatMachine. Hashes are kept in parts by their leading bits, each part a chain of chunks:
 * a chunk begins with the address behind the chunk before it, 0 for the first.
 */
import {
  assemble,
  block,
  br,
  brIf,
  type Code,
  i32,
  i64,
  local,
  loop,
  type MachineFunction,
  set,
  tee,
  when,
} from '../machine-code/assembler.ts'
import { ABSENT } from './ordinals.ts'
import { type At, add, eachRow, eight, hashAt, inRow, named } from './row-code.ts'

/** Parts by so many leading bits: of some million keys the table of each part fits into the processor's second cache. */
export const PART_BITS = 6
/** Bytes of a chunk, a power of two; chunks stand at multiples of it. */
export const CHUNK = 8192

const isChunkEnd = (address: Code): Code => i32.eqz(i32.and(address, i32.const(CHUNK - 1)))

/** Puts `hash` behind the others of its part. */
function keep(at: At): Code {
  const [hash, part, to, free] = ['hash', 'part', 'to', 'free'].map(at)
  const number = i32.shl(i64.wrap(i64.shrU(local(hash), i64.const(BigInt(64 - PART_BITS)))), i32.const(2))
  return [
    ...set(part, i32.add(local(at('parts')), number)),
    ...when(
      isChunkEnd(tee(to, i32.load(local(part)))),
      i32.store(local(free), local(to)),
      set(to, i32.add(local(free), eight)),
      add(free, i32.const(CHUNK)),
    ),
    ...i64.store(local(to), local(hash)),
    ...i32.store(local(part), i32.add(local(to), eight)),
  ]
}

/**
 * `note(count, hashes, ordinals, parts, free)`: keeps the hashes whose ordinal is ABSENT. `parts` holds the address behind the
 * last hash of each part; `free` is that of the next chunk, as is the result.
 */
function note(): MachineFunction {
  const { at, types, count } = named(['count', 'hashes', 'ordinals', 'parts', 'free'], {
    i32: ['row', 'part', 'to'],
    i64: ['hash'],
  })
  const body = [
    ...eachRow(
      at,
      block(
        brIf(0, i32.ne(i32.load(inRow(at, 'ordinals')), i32.const(ABSENT | 0))),
        set(at('hash'), i64.load(hashAt(at))),
        keep(at),
      ),
    ),
    ...local(at('free')),
  ]
  return { name: 'note', parameters: count, locals: types, body }
}

/**
 * `settle(to, table, mask, repeated)`: puts the hashes of the part that ends at `to` into the slots of an empty table,
 * which has more slots than the part has hashes, and writes those that are there already to `repeated`. Returns the
 * address behind them.
 */
function settle(): MachineFunction {
  const { at, types, count } = named(['to', 'table', 'mask', 'repeated'], {
    i32: ['chunk', 'from', 'slot'],
    i64: ['hash', 'other'],
  })
  const [to, chunk, from, slot] = ['to', 'chunk', 'from', 'slot'].map(at)
  const [hash, other, repeated] = ['hash', 'other', 'repeated'].map(at)
  const place = i32.add(local(at('table')), i32.shl(local(slot), i32.const(3)))
  const settleOne = block(
    set(slot, i32.and(i64.wrap(i64.shrU(local(hash), i64.const(1n))), local(at('mask')))),
    loop(
      when(i64.eqz(tee(other, i64.load(place))), i64.store(place, local(hash)), br(2)),
      when(
        i64.eq(local(other), local(hash)),
        i64.store(local(repeated), local(hash)),
        add(repeated, eight),
        br(2),
      ),
      set(slot, i32.and(i32.add(local(slot), i32.const(1)), local(at('mask')))),
      br(0),
    ),
  )
  const body = [
    ...block(
      loop(
        brIf(1, i32.eqz(local(to))),
        set(chunk, i32.and(i32.sub(local(to), i32.const(1)), i32.const(-CHUNK))),
        set(from, i32.add(local(chunk), eight)),
        loop(
          set(hash, i64.load(local(from))),
          settleOne,
          add(from, eight),
          brIf(0, i32.ltU(local(from), local(to))),
        ),
        set(to, i32.load(local(chunk))),
        br(0),
      ),
    ),
    ...local(repeated),
  ]
  return { name: 'settle', parameters: count, locals: types, body }
}

/** The module with `note` and `settle`. */
export function repeatModule(): Uint8Array<ArrayBuffer> {
  return assemble([note(), settle()])
}
