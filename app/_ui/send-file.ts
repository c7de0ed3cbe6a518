import type { Problem } from '#core/errors.ts'

/** What the server said about a file that it did not take. */
export interface Refusal {
  title: string
  detail: string
  problems: readonly Problem[]
}

export type Sent = { answer: unknown } | { refusal: Refusal }

const CUT_OFF: Refusal = {
  title: 'The upload did not arrive',
  detail: 'The connection ended before the file was complete. Nothing was counted; send it again.',
  problems: [],
}

/** Sends a file as the raw body and reports the share that has left, from 0 to 1. Resolves in every case. */
export function sendFile(
  address: string,
  method: 'POST' | 'PUT',
  file: File,
  onProgress: (share: number) => void,
): Promise<Sent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest() // fetch cannot tell how much of a body has been sent
    request.open(method, address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.total ? event.loaded / event.total : 0)
    request.onerror = () => resolve({ refusal: CUT_OFF })
    request.onabort = () => resolve({ refusal: CUT_OFF })
    request.onload = () =>
      resolve(
        request.status < 300
          ? { answer: parsed(request.responseText) }
          : { refusal: parseRefusal(request.status, request.responseText) },
      )
    request.send(file)
  })
}

/** What an answer that is not a success says; status 0 stands for no answer at all. */
export function parseRefusal(status: number, text: string): Refusal {
  if (status === 0) return CUT_OFF
  const body = parsed(text) as Partial<Refusal> | undefined
  const title = body?.title ?? `The server answered ${status}`
  const detail = body?.detail ?? 'It did not say why; try again.'
  return { title, detail, problems: body?.problems ?? [] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
