/** Decodes one column through all row groups, page after page. */
import type { ColumnForm } from '#core/table.ts'
import type { FileBytes } from '../bytes/feed.ts'
import type { ReadLimits } from '../limits.ts'
import { rejectFile } from '../reject.ts'
import type { Cells } from './cells.ts'
import { decompressPage, requireCodec } from './codecs.ts'
import { PHYSICAL } from './column-type.ts'
import { isTextAsStored, requireInRange, requireShort, toNumbers, writeTexts } from './convert.ts'
import { Dictionary, indexWidth } from './dictionary.ts'
import { HybridReader } from './hybrid.ts'
import type { ParquetColumn, RowGroup } from './metadata.ts'
import { type PackedDataPage, type PackedDictionary, PageStream, unpackPage } from './page.ts'
import { type LiveBytes, PageBuffer } from './page-buffer.ts'
import { CellError, PageError } from './page-error.ts'
import { makePhysical, type Physical, type Scratch, STEP, type ValueReader } from './physical.ts'
import { plainReader, valueWidth } from './plain.ts'
import { TextWriter } from './text-writer.ts'
import { ThriftError } from './thrift.ts'
import { firstInvalidText } from './valid-text.ts'
import { ENCODING, valueReader } from './value-reader.ts'

/** What all columns of a file share. */
export interface DecoderSetting {
  file: FileBytes
  limits: ReadLimits
  live: LiveBytes
  scratch: Scratch
  /** For pages that are used up before the next page of any column is read. */
  passing: PageBuffer
}

export class ColumnDecoder {
  readonly column: ParquetColumn
  readonly form: ColumnForm
  #position: number
  #setting: DecoderSetting
  #buffer: PageBuffer
  #pages: PageStream | undefined
  #group = 0
  #row = 0
  #rowsLeftInGroup = 0
  #rowsLeftInPage = 0
  /** Nulls that the page declares and that have not been met; undefined where it declares none. */
  #nullsLeft: number | undefined
  #levels: HybridReader | undefined
  #reader: ValueReader | undefined
  #indexes: HybridReader | undefined
  #dictionary: Dictionary | undefined
  #dictionaryBytes = 0
  #writer = new TextWriter()

  /** @param isWhole whether row groups are decoded in one go, so that no page has to be kept */
  constructor(
    column: ParquetColumn,
    position: number,
    form: ColumnForm,
    setting: DecoderSetting,
    isWhole: boolean,
  ) {
    this.column = column
    this.form = form
    this.#position = position
    this.#setting = setting
    this.#buffer = isWhole ? setting.passing : new PageBuffer(setting.live)
  }

  startGroup(group: RowGroup): void {
    const chunk = group.chunks[this.#position]
    requireCodec(chunk.codec, this.column.name)
    const { file, limits, live } = this.#setting
    this.#pages = new PageStream(file, chunk, this.column.isOptional, limits)
    this.#group = group.ordinal
    this.#rowsLeftInGroup = group.rowCount
    this.#rowsLeftInPage = 0
    this.#dictionary = undefined
    live.release(this.#dictionaryBytes)
    this.#dictionaryBytes = 0
  }

  /** Rows that the present page, or the next one after its end, still has. */
  rowsInPage(): number {
    return this.#guard(() => {
      while (this.#rowsLeftInPage === 0) this.#startPage(this.#nextDataPage())
      return this.#rowsLeftInPage
    })
  }

  /** Decodes the next `count` rows (at most STEP) into cleared cells. Texts must lie in one page. */
  take(cells: Cells, count: number): void {
    this.#guard(() => {
      this.#writer.clear()
      for (let done = 0; done < count; ) {
        while (this.#rowsLeftInPage === 0) this.#startPage(this.#nextDataPage())
        const n = Math.min(count - done, this.#rowsLeftInPage)
        this.#takeFromPage(cells, done, n)
        done += n
      }
    })
  }

  /** Decodes all numbers of the row group into cleared cells. */
  takeGroup(cells: Cells): void {
    this.#guard(() => {
      const rows = this.#rowsLeftInGroup
      for (let done = 0; done < rows; ) {
        if (this.#rowsLeftInPage === 0) {
          const page = this.#nextDataPage()
          if (this.#placeDirectly(page, cells.values, done)) done += page.rowCount
          else this.#startPage(page)
        } else {
          const n = Math.min(rows - done, this.#rowsLeftInPage, STEP)
          this.#takeFromPage(cells, done, n)
          done += n
        }
      }
    })
  }

  /** A page that is nothing but doubles, one for every row, is decompressed to where the doubles are wanted. */
  #placeDirectly(page: PackedDataPage, out: Float64Array, at: number): boolean {
    const { rowCount, levels, size } = page
    const isPlain = page.encoding === ENCODING.plain && this.column.type.physical === PHYSICAL.double
    if (!isPlain || size !== rowCount * 8 || rowCount === 0) return false
    if (this.column.isOptional) {
      if (!levels) return false
      if (new HybridReader(levels, 0, levels.length, 1).readRun(rowCount) !== 1) return false
    }
    const target = new Uint8Array(out.buffer, out.byteOffset + at * 8, size)
    decompressPage(page.packed, page.codec, target, this.column.name)
    this.#advance(rowCount)
    return true
  }

  #advance(count: number): void {
    this.#row += count
    this.#rowsLeftInGroup -= count
    if (this.#rowsLeftInGroup === 0) this.#pages?.requireEnd()
  }

  #takeFromPage(cells: Cells, at: number, count: number): void {
    const present = this.#readLevels(cells, at, count)
    if (this.#dictionary && this.#indexes) {
      this.#takeByIndex(cells, at, present, this.#dictionary, this.#indexes)
    } else if (present > 0) this.#takeDirectly(cells, at, present)
    if (present < count) this.#spread(cells, at, count, present)
    this.#rowsLeftInPage -= count
    if (this.#rowsLeftInPage === 0) this.#requirePageEnd()
    this.#advance(count)
  }

  #requirePageEnd(): void {
    if (this.#reader && !this.#reader.isAtEnd()) throw new PageError('more values than declared')
    if (this.#nullsLeft !== undefined && this.#nullsLeft !== 0)
      throw new PageError('another number of nulls than declared')
  }

  /** Notes which rows are null; returns how many are not. */
  #readLevels(cells: Cells, at: number, count: number): number {
    if (!this.#levels) return count
    const run = this.#levels.readRun(count)
    if (run === 1) return count
    const { levels } = this.#setting.scratch
    if (run === 0) levels.fill(0, 0, count)
    else this.#levels.read(levels, count)
    const flags = cells.nullFlags()
    let present = 0
    for (let i = 0; i < count; i++) {
      present += levels[i]
      flags[at + i] = 1 - levels[i]
    }
    if (this.#nullsLeft !== undefined) this.#nullsLeft -= count - present
    return present
  }

  #takeByIndex(cells: Cells, at: number, count: number, dictionary: Dictionary, indexes: HybridReader): void {
    const chosen = this.#setting.scratch.levels // free again once the nulls are noted
    if (count > 0) indexes.read(chosen, count)
    if (this.form === 'number') {
      const bad = dictionary.gatherNumbers(chosen, count, cells.values, at)
      if (bad >= 0) this.#badNumber(bad, dictionary.badText(chosen[bad]))
    } else {
      dictionary.gatherTexts(chosen, count, cells.starts, cells.ends, at)
      cells.bytes = dictionary.bytes
    }
  }

  #takeDirectly(cells: Cells, at: number, count: number): void {
    const { type } = this.column
    const reader = this.#reader!
    if (this.form === 'number' && reader.readDoubles) {
      reader.readDoubles(cells.values, at, count)
      return
    }
    const physical = this.#setting.scratch.physical(type.physical)
    reader.read(physical, count)
    this.#requireSound(physical, count)
    if (this.form === 'number') {
      toNumbers(physical, count, type, cells.values, at, (i, text) => this.#badNumber(i, text))
    } else if (isTextAsStored(type)) {
      cells.starts.set(physical.starts.subarray(0, count), at)
      cells.ends.set(physical.ends.subarray(0, count), at)
      cells.bytes = physical.bytes
    } else {
      writeTexts(physical, count, type, this.#writer, cells.starts, cells.ends, at)
      cells.bytes = this.#writer.bytes
    }
  }

  /** Moves `present` values, which stand together from `at` on, to the rows that are not null. */
  #spread(cells: Cells, at: number, count: number, present: number): void {
    const { values, starts, ends } = cells
    const flags = cells.nullFlags()
    let from = at + present - 1
    for (let row = at + count - 1; row >= at; row--) {
      const isNull = flags[row] === 1
      if (this.form === 'number') values[row] = isNull ? Number.NaN : values[from]
      else {
        starts[row] = isNull ? 0 : starts[from]
        ends[row] = isNull ? 0 : ends[from]
      }
      if (!isNull) from--
    }
  }

  #nextDataPage(): PackedDataPage {
    for (;;) {
      const page = this.#pages!.next(this.#rowsLeftInGroup)
      if (page.kind === 'data') return page
      if (this.#dictionary) throw new PageError('two dictionaries')
      this.#dictionary = this.#makeDictionary(page)
    }
  }

  #makeDictionary({ packed, codec, size, valueCount }: PackedDictionary): Dictionary {
    const { type, name } = this.column
    if (type.physical === PHYSICAL.boolean) throw new PageError('a dictionary of booleans')
    // texts have four bytes of length each
    if (valueCount * (valueWidth(type) || 4) > size)
      throw new PageError('a dictionary with fewer values than declared')
    const isKept = this.form === 'text' && isTextAsStored(type)
    if (isKept) {
      this.#setting.live.hold(size)
      this.#dictionaryBytes = size
    }
    const bytes = isKept ? new Uint8Array(size) : this.#setting.passing.take(size)
    decompressPage(packed, codec, bytes, name)
    const physical = makePhysical(type.physical, valueCount)
    const reader = plainReader(bytes, 0, size, type)
    reader.read(physical, valueCount)
    if (!reader.isAtEnd()) throw new PageError('a dictionary with more values than declared')
    this.#requireSound(physical, valueCount)
    return new Dictionary(physical, valueCount, type, this.form)
  }

  #startPage(packed: PackedDataPage): void {
    const { type } = this.column
    const page = unpackPage(packed, this.column, this.#buffer)
    const { bytes, valuesFrom, encoding } = page
    this.#rowsLeftInPage = page.rowCount
    this.#nullsLeft = packed.nullCount
    this.#levels = this.column.isOptional
      ? new HybridReader(bytes, page.levelsFrom, page.levelsEnd, 1)
      : undefined
    this.#reader = undefined
    this.#indexes = undefined
    if (encoding === ENCODING.dictionary || encoding === ENCODING.plainDictionary) {
      if (!this.#dictionary) throw new PageError('no dictionary')
      this.#indexes = new HybridReader(bytes, valuesFrom + 1, bytes.length, indexWidth(bytes, valuesFrom))
    } else this.#reader = valueReader(page, type, this.#setting.limits.pageBytes)
  }

  /** Values that are what their column declares. */
  #requireSound(physical: Physical, count: number): void {
    const { type } = this.column
    requireInRange(physical, count, type)
    if (type.physical === PHYSICAL.fixed) requireLength(physical, count, type.fixedLength)
    if (this.form === 'number' || !isTextAsStored(type)) return
    requireShort(physical, count, this.#setting.limits.cellBytes)
    if (firstInvalidText(physical, count) < 0) return
    const message = 'A text is not valid UTF-8. Write the column as strings.'
    throw rejectFile({ line: this.#row + 1, column: this.column.name, code: 'not_utf8', message })
  }

  #badNumber(i: number, text: string): never {
    const message = `${JSON.stringify(text)} is not a number. Write the column as numbers.`
    throw rejectFile({ line: this.#row + i + 1, column: this.column.name, code: 'bad_number', message })
  }

  /** Makes of a decoder's complaint a problem with the column's name. */
  #guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof CellError) {
        const { code, message, row } = error
        throw rejectFile({ line: this.#row + row + 1, column: this.column.name, code, message }, error)
      }
      if (!(error instanceof PageError || error instanceof ThriftError || error instanceof RangeError))
        throw error
      const what = `${error.message} (row group ${this.#group})`
      const message = `The column's data is damaged: ${what}. Write the Parquet file again.`
      throw rejectFile(
        { line: this.#row + 1, column: this.column.name, code: 'corrupt_page', message },
        error,
      )
    }
  }
}

function requireLength({ starts, ends }: Physical, count: number, length: number): void {
  for (let i = 0; i < count; i++) {
    if (ends[i] - starts[i] !== length) throw new PageError(`a value that has not ${length} bytes`)
  }
}
