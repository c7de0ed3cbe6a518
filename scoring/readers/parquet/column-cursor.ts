/** Walks one column through all row groups, a few thousand rows at a time. */
import type { ColumnForm } from '#core/table.ts'
import type { FileBytes } from '../bytes/feed.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile } from '../reject.ts'
import { requireCodec } from './codecs.ts'
import { PHYSICAL } from './column-type.ts'
import { isTextAsStored, requireShort, toNumbers } from './convert.ts'
import { deltaIntegers, deltaLengths, deltaTexts } from './delta-texts.ts'
import { Dictionary, indexWidth } from './dictionary.ts'
import { writeText } from './format-text.ts'
import { HybridReader } from './hybrid.ts'
import type { ParquetColumn, RowGroup } from './metadata.ts'
import { type DataPage, PageStream } from './page.ts'
import { PageError } from './page-error.ts'
import { makePhysical, type Physical, STEP, type ValueReader } from './physical.ts'
import { plainReader, splitReader } from './plain.ts'
import { TextWriter } from './text-writer.ts'
import { ThriftError } from './thrift.ts'
import { firstInvalidText } from './valid-text.ts'

/** What all columns share. */
export interface CursorSetting {
  file: FileBytes
  limits: ReadLimits
  /** Bytes of the present pages of all columns. */
  live: { bytes: number }
}

export class ColumnCursor {
  readonly column: ParquetColumn
  readonly form: ColumnForm
  /** The cells last taken; `nulls` counts only where `hasNulls`. */
  readonly values: Float64Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly nulls = new Uint8Array(STEP)
  hasNulls = false
  #position: number
  #setting: CursorSetting
  #pages: PageStream | undefined
  #rowsLeftInGroup = 0
  #rowsLeftInPage = 0
  #row = 0
  #levels: HybridReader | undefined
  #reader: ValueReader | undefined
  #indexes: HybridReader | undefined
  #dictionary: Dictionary | undefined
  #physical: Physical
  #levelBits = new Uint32Array(STEP)
  #writer = new TextWriter()
  #bytes: Uint8Array = new Uint8Array(0)
  #pageBytes = 0

  constructor(column: ParquetColumn, position: number, form: ColumnForm, setting: CursorSetting) {
    this.column = column
    this.form = form
    this.#position = position
    this.#setting = setting
    this.#physical = makePhysical(column.type.physical, STEP)
    this.values = new Float64Array(form === 'number' ? STEP : 0)
    this.starts = new Uint32Array(form === 'text' ? STEP : 0)
    this.ends = new Uint32Array(form === 'text' ? STEP : 0)
  }

  /** The bytes that text cells are ranges of. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  startGroup(group: RowGroup): void {
    const chunk = group.chunks[this.#position]
    requireCodec(chunk.codec, this.column.name)
    this.#pages = new PageStream(this.#setting.file, chunk, this.column, this.#setting.limits)
    this.#rowsLeftInGroup = group.rowCount
    this.#rowsLeftInPage = 0
    this.#dictionary = undefined
  }

  /** Rows that one `take` can give: texts of one batch must be ranges of the same bytes, so they end with a page. */
  available(): number {
    return this.#guard(() => {
      while (this.#rowsLeftInPage === 0) this.#nextPage()
      return this.form === 'text' ? this.#rowsLeftInPage : this.#rowsLeftInGroup
    })
  }

  /** Takes the next `count` rows (at most STEP and `available`). */
  take(count: number): void {
    this.#guard(() => {
      this.hasNulls = false
      this.#writer.clear()
      for (let done = 0; done < count; ) {
        while (this.#rowsLeftInPage === 0) this.#nextPage()
        const n = Math.min(count - done, this.#rowsLeftInPage)
        this.#takeFromPage(done, n)
        this.#rowsLeftInPage -= n
        this.#rowsLeftInGroup -= n
        this.#row += n
        done += n
      }
    })
  }

  #takeFromPage(at: number, count: number): void {
    const present = this.#readLevels(at, count)
    if (this.#dictionary && this.#indexes) this.#takeByIndex(at, present, this.#dictionary, this.#indexes)
    else if (present > 0) this.#takeDirectly(at, present)
    if (present < count) this.#spread(at, count, present)
  }

  /** Notes which rows are null; returns how many are not. */
  #readLevels(at: number, count: number): number {
    if (this.hasNulls) this.nulls.fill(0, at, at + count)
    if (!this.#levels) return count
    const run = this.#levels.readRun(count)
    if (run === 1) return count
    if (run === 0) this.#levelBits.fill(0, 0, count)
    else if (run < 0) this.#levels.read(this.#levelBits, count)
    else throw new PageError('a level that is neither 0 nor 1')
    if (!this.hasNulls) this.nulls.fill(0, 0, at + count)
    let present = 0
    for (let i = 0; i < count; i++) {
      present += this.#levelBits[i]
      this.nulls[at + i] = 1 - this.#levelBits[i]
    }
    if (present < count) this.hasNulls = true
    return present
  }

  #takeByIndex(at: number, count: number, dictionary: Dictionary, indexes: HybridReader): void {
    if (count === 0) {
      this.#bytes = dictionary.bytes
      return
    }
    const chosen = this.#levelBits // free again once the nulls are noted
    indexes.read(chosen, count)
    if (this.form === 'number') dictionary.gatherNumbers(chosen, count, this.values, at)
    else {
      dictionary.gatherTexts(chosen, count, this.starts, this.ends, at)
      this.#bytes = dictionary.bytes
    }
  }

  #takeDirectly(at: number, count: number): void {
    const { type } = this.column
    const physical = this.#physical
    this.#reader!.read(physical, count)
    if (this.form === 'number') {
      toNumbers(physical, count, type, this.values, at, (i) => this.#badNumber(physical, i))
    } else if (isTextAsStored(type)) {
      this.#requireTexts(physical, count)
      this.starts.set(physical.starts.subarray(0, count), at)
      this.ends.set(physical.ends.subarray(0, count), at)
      this.#bytes = physical.bytes
    } else {
      for (let i = 0; i < count; i++) {
        this.starts[at + i] = this.#writer.length
        writeText(physical, i, type, this.#writer)
        this.ends[at + i] = this.#writer.length
      }
      this.#bytes = this.#writer.bytes
    }
  }

  /** Moves `present` values, which stand together from `at` on, to the rows that are not null. */
  #spread(at: number, count: number, present: number): void {
    let from = at + present - 1
    for (let row = at + count - 1; row >= at; row--) {
      const isNull = this.nulls[row] === 1
      if (this.form === 'number') this.values[row] = isNull ? Number.NaN : this.values[from]
      else {
        this.starts[row] = isNull ? 0 : this.starts[from]
        this.ends[row] = isNull ? 0 : this.ends[from]
      }
      if (!isNull) from--
    }
  }

  #nextPage(): void {
    this.#setting.live.bytes -= this.#pageBytes
    this.#pageBytes = 0
    for (;;) {
      const page = this.#pages!.next(this.#rowsLeftInGroup)
      this.#pageBytes += page.bytes.length
      this.#setting.live.bytes += page.bytes.length
      if (this.#setting.live.bytes > this.#setting.limits.livePageBytes) {
        throw new PageError('the pages of all columns do not fit into memory; smaller row groups would help')
      }
      if (page.kind === 'data') {
        this.#startPage(page)
        return
      }
      if (this.#dictionary) throw new PageError('two dictionaries')
      this.#dictionary = this.#makeDictionary(page.bytes, page.valueCount)
      this.#pageBytes = 0 // lives as long as the row group
    }
  }

  #makeDictionary(bytes: Uint8Array, count: number): Dictionary {
    if (count > bytes.length) throw new PageError('a dictionary with fewer values than declared')
    const { type } = this.column
    if (type.physical === PHYSICAL.boolean) throw new PageError('a dictionary of booleans')
    const physical = makePhysical(type.physical, count)
    plainReader(bytes, 0, bytes.length, type).read(physical, count)
    if (this.form === 'text' && isTextAsStored(type)) this.#requireTexts(physical, count)
    return new Dictionary(physical, count, type, this.form)
  }

  #startPage(page: DataPage): void {
    const { bytes, valuesFrom: from, encoding } = page
    const end = bytes.length
    const { type, isOptional } = this.column
    this.#rowsLeftInPage = page.rowCount
    this.#levels = isOptional ? new HybridReader(bytes, page.levelsFrom, page.levelsEnd, 1) : undefined
    this.#reader = undefined
    this.#indexes = undefined
    if (encoding === 2 || encoding === 8) {
      if (!this.#dictionary) throw new PageError('no dictionary')
      this.#indexes = new HybridReader(bytes, from + 1, end, indexWidth(bytes, from))
    } else this.#reader = this.#readerOf(encoding, bytes, from, end, page.rowCount)
    if (this.form === 'text' && isTextAsStored(type)) this.#bytes = bytes
  }

  #readerOf(encoding: number, bytes: Uint8Array, from: number, end: number, rows: number): ValueReader {
    const { type } = this.column
    const isBytes = type.physical === PHYSICAL.byteArray
    if (encoding === 0) return plainReader(bytes, from, end, type)
    if (encoding === 3 && type.physical === PHYSICAL.boolean) return booleanRuns(bytes, from, end)
    if (encoding === 5) return deltaIntegers(bytes, from, end, type)
    if (encoding === 6 && isBytes) return deltaLengths(bytes, from, end, rows)
    if (encoding === 7 && (isBytes || type.physical === PHYSICAL.fixed)) {
      return deltaTexts(bytes, from, end, rows, this.#setting.limits.pageBytes)
    }
    if (encoding === 9) return splitReader(bytes, from, end, type)
    throw new PageError(`encoding ${encoding}, which this reader does not know for the column's type`)
  }

  #requireTexts(physical: Physical, count: number): void {
    requireShort(physical, count, this.#setting.limits.cellBytes)
    const invalid = firstInvalidText(physical, count)
    if (invalid < 0) return
    const message = 'A text is not valid UTF-8. Write the column as strings.'
    throw rejectFile({ line: this.#row + 1, column: this.column.name, code: 'not_utf8', message })
  }

  #badNumber(physical: Physical, i: number): never {
    const text = new TextDecoder().decode(
      physical.bytes.subarray(physical.starts[i], physical.ends[i]).subarray(0, 60),
    )
    const message = `${JSON.stringify(text)} is not a number. Write the column as numbers.`
    throw rejectFile({ line: this.#row + i + 1, column: this.column.name, code: 'bad_number', message })
  }

  /** Makes of a decoder's complaint a problem with the column's name. */
  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof PageError || error instanceof ThriftError || error instanceof RangeError))
        throw error
      const message = `The column's data is damaged: ${error.message}. Write the Parquet file again.`
      throw rejectFile(
        { line: this.#row + 1, column: this.column.name, code: 'corrupt_page', message },
        error,
      )
    }
  }
}

/** Booleans in version 2 pages: runs behind a length of four bytes. */
function booleanRuns(bytes: Uint8Array, from: number, end: number): ValueReader {
  const runs = new HybridReader(bytes, from + 4, end, 1)
  const values = new Uint32Array(STEP)
  return {
    read(out, count) {
      runs.read(values, count)
      for (let i = 0; i < count; i++) out.words[i] = values[i]
    },
  }
}
