/** UTF-16 with a byte order mark (what spreadsheet programs call "Unicode text") as UTF-8. */
import { rejectFile } from '../reject.ts'
import { type Feed, streamFeed } from './feed.ts'

const CHUNK = 256 * 1024

export function utf16Feed(inner: Feed, encoding: 'utf16le' | 'utf16be'): Feed {
  return streamFeed(transcoded(inner, encoding), () => inner.close())
}

async function* transcoded(inner: Feed, encoding: 'utf16le' | 'utf16be'): AsyncGenerator<Uint8Array> {
  // the decoder removes the mark and refuses lone surrogates
  const decoder = new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : 'utf-16be', { fatal: true })
  const encoder = new TextEncoder()
  const chunk = new Uint8Array(CHUNK)
  try {
    for (;;) {
      const n = await inner.read(chunk, 0)
      const text = decoder.decode(chunk.subarray(0, n), { stream: n > 0 })
      if (text !== '') yield encoder.encode(text)
      if (n === 0) return
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw rejectFile(
      { code: 'bad_utf16', message: 'The file is not valid UTF-16. Save it as CSV in UTF-8.' },
      error,
    )
  }
}
