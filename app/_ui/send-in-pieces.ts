import { DetailedError, Upload } from 'tus-js-client'
import { parseRefusal, type Refusal, type Sent } from './send-file.ts'

const PIECE_BYTES = 32 * 1_048_576
/** For an hour after a cut: a laptop that was closed, a train in a tunnel. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 15_000, ...Array.from({ length: 60 }, () => 60_000)]

/** Faults and cuts are tried again, even while the browser says that it is offline; a refusal is final. */
const isWorthRetrying = (status: number) => status < 400 || status >= 500 || [409, 423, 429].includes(status)

/** What to say when an hour of trying again was not enough. */
const GIVEN_UP: Refusal = {
  title: 'The connection did not come back',
  detail: 'What has arrived is kept for a while: choose the same file again, and only the rest is sent.',
  problems: [],
}

/** How an upload stands: the share that has arrived, from 0 to 1, and whether it waits for the connection. */
export interface Arrival {
  share: number
  isWaiting: boolean
}

/**
 * Sends a large file by the tus protocol: what has arrived stays, through cuts and a reload of the page, and only the
 * rest is sent. Reports how it stands. Resolves in every case.
 */
export function sendInPieces(
  address: string,
  file: File,
  metadata: Record<string, string>,
  onArrival: (arrival: Arrival) => void,
): Promise<Sent> {
  let share = 0
  return new Promise((resolve) => {
    const upload = new Upload(file, {
      endpoint: address,
      metadata: { ...metadata, filename: file.name },
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: async () =>
        [metadata.release, metadata.table, file.name, file.size, file.lastModified].join('/'),
      onProgress: (sent, total) => {
        share = total ? sent / total : 0
        onArrival({ share, isWaiting: false })
      },
      onShouldRetry: (error) => {
        const isWaiting = isWorthRetrying(error.originalResponse?.getStatus() ?? 0)
        onArrival({ share, isWaiting })
        return isWaiting
      },
      onSuccess: () => resolve({ answer: undefined }),
      onError: (error) => {
        const answer = error instanceof DetailedError ? error.originalResponse : undefined
        resolve({ refusal: answer ? parseRefusal(answer.getStatus(), answer.getBody()) : GIVEN_UP })
      },
    })
    upload.findPreviousUploads().then((previous) => {
      if (previous.length > 0) upload.resumeFromPreviousUpload(previous[0])
      upload.start()
    })
  })
}
