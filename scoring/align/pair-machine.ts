import type { TextBatch } from '#core/table.ts'
import { KeyMachine } from './key-machine.ts'
import { type RunTexts, spanOf } from './run-memory.ts'

/** Room for a batch: its texts, where they stand, and the pairs made of them. */
const BYTES = 4 * 1024 * 1024
/** Texts are copied eight bytes at a time, so a little beyond their end. */
const SLACK = 64

/** Puts the two ids of each row together in machine code. */
export class PairMachine {
  #machine: KeyMachine
  #separator: number

  private constructor(machine: KeyMachine, separator: number) {
    this.#machine = machine
    this.#separator = separator
  }

  /** Undefined where there is no such memory. */
  static make(separator: number): PairMachine | undefined {
    const machine = KeyMachine.make(BYTES)
    return machine && new PairMachine(machine, separator)
  }

  /** The pairs of a batch, valid until the next call; undefined where they do not fit. */
  pairs(left: TextBatch, right: TextBatch, rowCount: number, symmetric: boolean): RunTexts | undefined {
    const leftSpan = spanOf(left, 0, rowCount)
    const rightSpan = spanOf(right, 0, rowCount)
    const rows = 4 * rowCount
    const { buffer, byteOffset } = this.#machine.table
    const columnsAt = byteOffset + SLACK
    const leftAt = columnsAt + 6 * rows
    const isShared = left.bytes === right.bytes
    const low = Math.min(leftSpan.low, rightSpan.low)
    const shared = Math.max(leftSpan.high, rightSpan.high) - low
    const rightAt = isShared ? leftAt : leftAt + leftSpan.high - leftSpan.low + SLACK
    const pairsAt = rightAt + (isShared ? shared : rightSpan.high - rightSpan.low) + SLACK
    const size = leftSpan.total + rightSpan.total + rowCount
    if (pairsAt + size + SLACK > byteOffset + BYTES) return undefined
    const bytes = new Uint8Array(buffer)
    if (isShared) bytes.set(left.bytes.subarray(low, low + shared), leftAt)
    else {
      bytes.set(left.bytes.subarray(leftSpan.low, leftSpan.high), leftAt)
      bytes.set(right.bytes.subarray(rightSpan.low, rightSpan.high), rightAt)
    }
    const column = (i: number) => new Uint32Array(buffer, columnsAt + i * rows, rowCount)
    ;[left.starts, left.ends, right.starts, right.ends].forEach((places, i) => {
      column(i).set(places.subarray(0, rowCount))
    })
    const at = (i: number) => columnsAt + i * rows
    this.#machine.pair(
      ...([rowCount, at(0), at(1), leftAt - (isShared ? low : leftSpan.low)] as const),
      ...([at(2), at(3), rightAt - (isShared ? low : rightSpan.low)] as const),
      ...([pairsAt, at(4), at(5), this.#separator, symmetric ? 1 : 0] as const),
    )
    return {
      form: 'text',
      bytes: bytes.subarray(pairsAt, pairsAt + size),
      starts: column(4),
      ends: column(5),
      isInOrder: true,
    }
  }
}
