import { randomUUID } from 'node:crypto'
import { Server } from '@tus/server'
import {
  admitUpload,
  finishUpload,
  newUploadId,
  partialUploads,
  requireOwnUpload,
  tableMaxBytes,
} from '#operations/datasets/resumable-upload.ts'
import { actorOf } from './actor-of.ts'
import { problem } from './problem.ts'

/** The tus protocol (https://tus.io, version 1.0.0) for tables of a release; what is admitted and kept is the operations'. */
const server = new Server({
  path: '/api/v1/uploads',
  relativeLocation: true,
  allowedOrigins: [],
  datastore: partialUploads(),
  maxSize: () => tableMaxBytes(),
  namingFunction: newUploadId,
})

/** One request of an upload: begin, ask how far it is, send a piece, give it up. */
export async function handleUpload(request: Request): Promise<Response> {
  const requestId = request.headers.get('x-request-id')?.slice(0, 100) ?? randomUUID()
  try {
    return await handle(request)
  } catch (error) {
    return problem(error, requestId)
  }
}

async function handle(request: Request): Promise<Response> {
  if (request.method === 'OPTIONS') return server.handleWeb(request)
  const actor = await actorOf(request)
  if (request.method === 'POST') {
    return server.handleWeb(withMetadata(request, await admitUpload(actor, metadataOf(request))))
  }
  const id = new URL(request.url).pathname.split('/').at(-1) ?? ''
  await requireOwnUpload(actor, id)
  // a sender who asks how far it is may be asking because the last step failed
  if (request.method === 'HEAD') await finishUpload(actor, id)
  const response = await server.handleWeb(request)
  if (request.method === 'PATCH' && response.ok) await finishUpload(actor, id)
  return response
}

/** `Upload-Metadata: key base64value,…` */
function metadataOf(request: Request): Record<string, string> {
  const pairs = request.headers.get('upload-metadata')?.split(',') ?? []
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, value = ''] = pair.trim().split(' ')
      return [key, Buffer.from(value, 'base64').toString('utf8')]
    }),
  )
}

function withMetadata(request: Request, metadata: Record<string, string>): Request {
  const headers = new Headers(request.headers)
  const pairs = Object.entries(metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  )
  headers.set('upload-metadata', pairs.join(','))
  return new Request(request.url, { method: request.method, headers })
}
