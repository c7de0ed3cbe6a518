import { randomUUID } from 'node:crypto'
import { type Watch, watchEvents } from '#operations/leaderboards/watch-events.ts'
import { actorOf } from './actor-of.ts'
import { problem } from './problem.ts'

const HEARTBEAT_MS = 15_000

/**
 * Server-sent events: one `change` at once (so that a page that reconnects catches up) and one per change after.
 * A comment every 15 s keeps proxies from closing the line.
 */
export function eventStream(watchOf: (params: Record<string, string>) => Watch) {
  return async (
    request: Request,
    context: { params: Promise<Record<string, string>> },
  ): Promise<Response> => {
    try {
      const actor = await actorOf(request)
      const watch = watchOf(await context.params)
      return await openStream(request, (onChange) => watchEvents(actor, watch, onChange))
    } catch (error) {
      return problem(error, randomUUID())
    }
  }
}

type Follow = (onChange: () => void) => Promise<() => void>

async function openStream(request: Request, follow: Follow): Promise<Response> {
  const encoder = new TextEncoder()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const send = (text: string) => writer.write(encoder.encode(text)).catch(() => end())
  const stop = await follow(() => send('event: change\ndata: {}\n\n'))
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)
  const end = () => {
    clearInterval(heartbeat)
    stop()
    writer.close().catch(() => {})
  }
  request.signal.addEventListener('abort', end, { once: true })
  void send('retry: 2000\nevent: change\ndata: {}\n\n')
  return new Response(readable, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
