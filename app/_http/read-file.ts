import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import busboy from 'busboy'
import { GrandstandError } from '#core/errors.ts'
import type { IncomingFile } from '#operations/operation.ts'

export interface FileRequest {
  file: IncomingFile
  /** Other multipart fields that came before the file; empty for a raw body. */
  fields: Record<string, string>
}

/** Opens the file of a request, raw body or multipart field `file`, as a stream. Nothing is buffered. */
export async function readFile(request: Request): Promise<FileRequest> {
  if (!request.body)
    throw new GrandstandError('invalid_input', 'There is no body; send the file as the body.')
  const stream = Readable.fromWeb(request.body as WebStream<Uint8Array>)
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('multipart/form-data')) return readMultipart(stream, type)
  const declared = request.headers.get('content-length')
  const filename =
    new URL(request.url).searchParams.get('filename') ?? request.headers.get('x-filename') ?? 'upload'
  return { file: { filename, stream, declaredBytes: declared ? Number(declared) : undefined }, fields: {} }
}

function readMultipart(stream: Readable, type: string): Promise<FileRequest> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    const parser = busboy({
      headers: { 'content-type': type },
      limits: { files: 1, fields: 20, fieldSize: 65_536 },
    })
    let opened: Readable | undefined
    parser.on('field', (name, value) => {
      fields[name] = value
    })
    parser.on('file', (_name, part, info) => {
      opened = part
      resolve({ file: { filename: info.filename || 'upload', stream: part }, fields })
    })
    const failed = (error: Error) => {
      const cut = new GrandstandError(
        'upload_incomplete',
        'The connection ended before the file was complete; send it again.',
        { cause: error },
      )
      if (opened) opened.destroy(cut)
      else reject(cut)
    }
    parser.on('error', (error) => failed(error as Error))
    parser.on('close', () =>
      reject(new GrandstandError('invalid_input', 'The form has no file; send it in the field "file".')),
    )
    stream.on('error', failed)
    stream.pipe(parser)
  })
}
