import { DetailedError, Upload } from 'tus-js-client'
import { parseRefusal, type Sent } from './send-file.ts'

const PIECE_BYTES = 32 * 1_048_576
/** For an hour after a cut: a laptop that was closed, a train in a tunnel. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 15_000, ...Array.from({ length: 60 }, () => 60_000)]

/**
 * Sends a large file by the tus protocol: what has arrived stays, through cuts and a reload of the page, and only the
 * rest is sent. Reports the share that has arrived, from 0 to 1. Resolves in every case.
 */
export function sendInPieces(
  address: string,
  file: File,
  metadata: Record<string, string>,
  onProgress: (share: number) => void,
): Promise<Sent> {
  return new Promise((resolve) => {
    const upload = new Upload(file, {
      endpoint: address,
      metadata: { ...metadata, filename: file.name },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: async () =>
        [metadata.release, metadata.table, file.name, file.size, file.lastModified].join('/'),
      onProgress: (sent, total) => onProgress(total ? sent / total : 0),
      onSuccess: () => resolve({ answer: undefined }),
      onError: (error) => {
        const answer = error instanceof DetailedError ? error.originalResponse : undefined
        resolve({ refusal: parseRefusal(answer?.getStatus() ?? 0, answer?.getBody() ?? '') })
      },
    })
    upload.findPreviousUploads().then((previous) => {
      if (previous.length > 0) upload.resumeFromPreviousUpload(previous[0])
      upload.start()
    })
  })
}
