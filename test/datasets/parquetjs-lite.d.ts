/** The part of parquetjs-lite, which ships no types, that the interoperability test uses. */
declare module 'parquetjs-lite' {
  interface Reader {
    getCursor(): { next(): Promise<Record<string, unknown> | null> }
    close(): Promise<void>
  }
  const parquetjs: { ParquetReader: { openFile(path: string): Promise<Reader> } }
  export default parquetjs
}
