import type { ByteBuffer } from '../byte-buffer.ts'
import type { BooleanColumn, StringColumn, TypedColumn } from '../typed-batch.ts'

/** Appends the PLAIN form of rows [from, to) that are not null: little-endian, as the column holds them. */
export function appendPlain(
  out: ByteBuffer,
  column: Exclude<TypedColumn, StringColumn>,
  from: number,
  to: number,
): void {
  if (column.type === 'boolean') {
    appendBooleans(out, column, from, to)
    return
  }
  const { values, nulls } = column
  const size = values.BYTES_PER_ELEMENT
  const own = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  // runs of rows without a null between them are copied as they are
  for (let row = from; row < to; ) {
    const next = nulls.indexOf(1, row)
    const end = next < 0 || next > to ? to : next
    out.append(own, row * size, end * size)
    row = end + 1
  }
}

function appendBooleans(out: ByteBuffer, { values, nulls }: BooleanColumn, from: number, to: number): void {
  let byte = 0
  let bits = 0
  for (let row = from; row < to; row++) {
    if (nulls[row]) continue
    byte |= values[row] << bits
    if (++bits < 8) continue
    out.appendByte(byte)
    byte = 0
    bits = 0
  }
  if (bits > 0) out.appendByte(byte)
}
