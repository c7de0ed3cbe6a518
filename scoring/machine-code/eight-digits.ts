/** Eight ASCII digits in one word, the first of them lowest, as WebAssembly reads them from memory. */
import { type Code, i64, local, set } from './assembler.ts'

const ALL = 0x0101010101010101n
const each = (byte: bigint): Code => i64.const(byte * ALL)

/** Eight times the digit 0. */
export const ZEROS = each(0x30n)

/** Whether all bytes of the word are digits. */
export const areDigits = (word: number): Code =>
  i64.eq(
    i64.or(
      i64.and(local(word), each(0xf0n)),
      i64.shrU(i64.and(i64.add(local(word), each(6n)), each(0xf0n)), i64.const(4n)),
    ),
    each(0x33n),
  )

/** Turns the word into the number that its digits write: pairs, then fours, then all (Lemire's method). */
export const toNumber = (word: number): Code => {
  const half = (bits: Code, factor: bigint) =>
    i64.mul(i64.and(bits, i64.const(0x000000ff000000ffn)), i64.const(factor))
  return [
    ...set(word, i64.sub(local(word), ZEROS)),
    ...set(word, i64.add(i64.mul(local(word), i64.const(10n)), i64.shrU(local(word), i64.const(8n)))),
    ...set(
      word,
      i64.shrU(
        i64.add(
          half(local(word), 0x000f424000000064n),
          half(i64.shrU(local(word), i64.const(16n)), 0x0000271000000001n),
        ),
        i64.const(32n),
      ),
    ),
  ]
}

/**
 * Turns the word, a number below 10^8, into its eight digits as bytes 0 to 9, the first lowest: halves, pairs, then single
 * digits, all of one size at once. Divisions are multiplications that are exact for numbers this small.
 */
export const toDigits = (word: number, quotients: number): Code => {
  const split = (quotient: Code, radix: bigint, bits: bigint) => [
    ...set(quotients, quotient),
    ...set(
      word,
      i64.add(
        local(quotients),
        i64.shl(i64.sub(local(word), i64.mul(local(quotients), i64.const(radix))), i64.const(bits)),
      ),
    ),
  ]
  const scaled = (factor: bigint, shift: bigint) =>
    i64.shrU(i64.mul(local(word), i64.const(factor)), i64.const(shift))
  return [
    ...split(scaled(109_951_163n, 40n), 10_000n, 32n),
    ...split(i64.and(scaled(10_486n, 20n), i64.const(0x0000007f0000007fn)), 100n, 16n),
    ...split(i64.and(scaled(103n, 10n), i64.const(0x000f000f000f000fn)), 10n, 8n),
  ]
}
