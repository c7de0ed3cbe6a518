import { eventStream } from '#app/_http/event-stream.ts'

export const GET = eventStream(({ challenge }) => ({ challenge }))
