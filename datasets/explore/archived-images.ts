import { openTable } from '#scoring/readers/open-table.ts'

/** Bytes of a zip's local header in front of the name; ours have no extra fields (zip-writer.ts). */
const LOCAL_HEADER_BYTES = 30

/** Where the content of an image lies in `images.zip`. */
export interface ArchivedImage {
  start: number
  sizeBytes: number
  sha256: string
}

/**
 * Finds the images of a release in its archive from the list beside it, so that one image can be read alone: entries are
 * stored as they are, in the order of the list, one behind the other.
 *
 * @param list the bytes of `images.csv`
 * @returns by path, as the list has it: `images/shoes/1.png`
 */
export async function locateImages(list: Uint8Array): Promise<Map<string, ArchivedImage>> {
  const table = await openTable(list)
  const images = new Map<string, ArchivedImage>()
  let offset = 0
  for await (const { rowCount, columns } of table.batches()) {
    const cell = (column: number, row: number): string => {
      const cells = columns[column]
      if (cells.form !== 'text') throw new TypeError('images.csv is read as text')
      return Buffer.from(cells.bytes.buffer, cells.bytes.byteOffset, cells.bytes.byteLength).toString(
        'utf8',
        cells.starts[row],
        cells.ends[row],
      )
    }
    for (let row = 0; row < rowCount; row++) {
      const path = cell(0, row)
      const start = offset + LOCAL_HEADER_BYTES + Buffer.byteLength(path)
      const sizeBytes = Number(cell(2, row))
      images.set(path, { start, sizeBytes, sha256: cell(1, row) })
      offset = start + sizeBytes
    }
  }
  return images
}
