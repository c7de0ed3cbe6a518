/** Finds keys that occur twice among rows that are not in the truth, without keeping the keys. */
import type { TableBatch, TextBatch } from '#core/table.ts'
import { MACHINE_FROM } from './key-machine.ts'
import { KeyTable } from './key-table.ts'
import { ABSENT } from './ordinals.ts'
import { RepeatMachine } from './repeat-machine.ts'
import type { RowKeys } from './row-keys.ts'

/** Told of a row whose key stood in an earlier one. */
type ReportRepeated = (key: Uint8Array, line: number, firstLine: number) => void

/**
 * Remembers the 64 bits of each key's hash: 8 bytes a row where the keys themselves would take 20 to 60. They are only
 * written down while the file streams by; `findSuspects` then looks for equal ones. Two keys with the same hash are only a
 * suspicion; `confirm` settles it exactly in a second pass over the file.
 */
export class RepeatedKeys {
  #truth: KeyTable
  #makeMachine: () => RepeatMachine | undefined
  #machine: RepeatMachine | undefined
  /** The first hashes, or all where there is no machine. */
  #hashes = new BigUint64Array(1024)
  #count = 0
  /** The bytes of the hashes that occur more than once. */
  #suspects = new KeyTable()
  #rows = 0

  /**
   * @param truth what rows are looked up in, and their hashes computed by
   * @param makeMachine gives the machine code that takes many rows, if it may be used
   */
  constructor(truth: KeyTable, makeMachine = () => RepeatMachine.make()) {
    this.#truth = truth
    this.#makeMachine = makeMachine
  }

  /** Notes the hashes of the rows whose ordinal is ABSENT. */
  note(hashes: BigUint64Array, ordinals: Uint32Array, rowCount: number): void {
    if (this.#rows < MACHINE_FROM && this.#rows + rowCount >= MACHINE_FROM) {
      this.#moveToMachine()
    }
    this.#rows += rowCount
    const taken = this.#machine?.note(hashes, ordinals, rowCount) ?? 0
    if (taken === rowCount) return
    if (this.#machine) this.#leaveMachine(this.#machine)
    this.#reserve(rowCount - taken)
    for (let row = taken; row < rowCount; row++) {
      if (ordinals[row] === ABSENT) this.#hashes[this.#count++] = hashes[row]
    }
  }

  #moveToMachine(): void {
    const machine = this.#makeMachine()
    if (machine?.note(this.#hashes, new Uint32Array(this.#count).fill(ABSENT), this.#count) !== this.#count)
      return
    this.#machine = machine
    this.#count = 0
  }

  /** Goes on by script where the machine has no more memory. */
  #leaveMachine(machine: RepeatMachine): void {
    const hashes = machine.all()
    this.#machine = undefined
    this.#reserve(hashes.length)
    this.#hashes.set(hashes, this.#count)
    this.#count += hashes.length
  }

  #reserve(more: number): void {
    if (this.#count + more <= this.#hashes.length) return
    const grown = new BigUint64Array(2 * (this.#count + more))
    grown.set(this.#hashes)
    this.#hashes = grown
  }

  #repeated(): BigUint64Array {
    const repeated = this.#machine?.repeated()
    if (repeated) return repeated
    if (this.#machine) this.#leaveMachine(this.#machine)
    return repeatedIn(this.#hashes.subarray(0, this.#count))
  }

  /** Compares all hashes, which are forgotten; whether any two are equal. */
  findSuspects(): boolean {
    const repeated = this.#repeated()
    this.#count = 0
    this.#suspects = new KeyTable({ expectedKeys: repeated.length, expectedBytes: repeated.byteLength })
    this.#suspects.intern(asTexts(repeated), repeated.length, new Uint32Array(repeated.length))
    return this.#suspects.size > 0
  }

  /** Reads the file again and reports each row whose key stood in an earlier row. */
  async confirm(again: AsyncIterable<TableBatch>, rowKeys: RowKeys, report: ReportRepeated): Promise<void> {
    const seen = new KeyTable({ expectedKeys: this.#suspects.size })
    const firstLines: number[] = []
    for await (const batch of again) this.#settle(batch, rowKeys.of(batch), seen, firstLines, report)
  }

  #settle(
    batch: TableBatch,
    keys: TextBatch,
    seen: KeyTable,
    firstLines: number[],
    report: ReportRepeated,
  ): void {
    const rows = this.#suspectRows(keys, batch.rowCount)
    const starts = rows.map((row) => keys.starts[row])
    const ends = rows.map((row) => keys.ends[row])
    const ordinals = new Uint32Array(rows.length)
    seen.intern({ form: 'text', bytes: keys.bytes, starts, ends }, rows.length, ordinals)
    for (let i = 0; i < rows.length; i++) {
      const line = batch.lineOf(rows[i])
      // new keys are numbered one after the other
      if (ordinals[i] === firstLines.length) firstLines.push(line)
      else report(keys.bytes.subarray(starts[i], ends[i]), line, firstLines[ordinals[i]])
    }
  }

  /** The rows that are not in the truth and have a hash which occurs more than once. */
  #suspectRows(keys: TextBatch, rowCount: number): Uint32Array {
    const hashes = new BigUint64Array(rowCount)
    const ordinals = new Uint32Array(rowCount)
    const found = new Uint32Array(rowCount)
    this.#truth.find(keys, rowCount, ordinals, 0, hashes)
    this.#suspects.find(asTexts(hashes), rowCount, found)
    const rows = new Uint32Array(rowCount)
    let count = 0
    for (let row = 0; row < rowCount; row++) {
      if (ordinals[row] === ABSENT && found[row] !== ABSENT) rows[count++] = row
    }
    return rows.subarray(0, count)
  }
}

/** The values that occur more than once, each as often as it is met again. Sorts them. */
function repeatedIn(values: BigUint64Array): BigUint64Array {
  values.sort()
  return values.filter((value, i) => i > 0 && value === values[i - 1])
}

/** Hashes as texts of eight bytes. */
function asTexts({ buffer, byteOffset, byteLength, length }: BigUint64Array): TextBatch {
  const starts = new Uint32Array(length)
  const ends = new Uint32Array(length)
  for (let i = 0; i < length; i++) {
    starts[i] = 8 * i
    ends[i] = 8 * i + 8
  }
  return { form: 'text', bytes: new Uint8Array(buffer, byteOffset, byteLength), starts, ends }
}
