import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Has every HTTP server of this process write the address at the other end of the connection behind X-Forwarded-For, as
 * each proxy does. Next writes it only where a caller sends no such header, and tells route handlers no other way.
 */
export function notePeerAddresses(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket }
    const before = request.headers['x-forwarded-for']
    const peer = socket.remoteAddress ?? 'unknown'
    request.headers['x-forwarded-for'] = before ? `${before}, ${peer}` : peer
  })
}
