import { Client } from 'pg'
import { settings } from './settings.ts'

/** Something changed that an open page may want to show. Carries ids only; readers fetch what they may see. */
export type LiveEvent =
  | { kind: 'submission'; submissionId: string; taskId: string; challengeId: string }
  | { kind: 'board'; taskId: string; challengeId: string }
  | { kind: 'release'; releaseId: string }
  | { kind: 'scorer'; scorerId: string }

/** The channel of Postgres' NOTIFY that all events take. */
export const CHANNEL = 'grandstand_events'

/** What transactions that still run want to have told. */
const announced = new WeakMap<object, LiveEvent[]>()

/**
 * Tells every web process once the transaction has committed. Not by a NOTIFY inside it: Postgres lets only one
 * transaction with a notification commit at a time, and each would hold the others up for a write to disk. The price: a
 * process that is killed in between tells nobody, and pages then show the change when they are next asked.
 */
export function announce(tx: object, event: LiveEvent): void {
  const events = announced.get(tx) ?? []
  announced.set(tx, [...events, event])
}

/** What was announced in a transaction, in order. */
export function announcedIn(tx: object): readonly LiveEvent[] {
  return announced.get(tx) ?? []
}

type Listener = (event: LiveEvent) => void

const held = globalThis as { grandstandListeners?: Set<Listener>; grandstandListening?: Promise<void> }

/** Calls `listener` for every event from now on; returns the function that stops it. One connection serves all. */
export async function listenToEvents(listener: Listener): Promise<() => void> {
  held.grandstandListeners ??= new Set()
  held.grandstandListening ??= connect()
  const listeners = held.grandstandListeners
  listeners.add(listener)
  await held.grandstandListening
  return () => listeners.delete(listener)
}

async function connect(): Promise<void> {
  const client = new Client({
    connectionString: settings().databaseUrl,
    application_name: 'grandstand-events',
  })
  client.on('notification', ({ payload }) => {
    if (!payload) return
    const event = JSON.parse(payload) as LiveEvent
    for (const listener of held.grandstandListeners ?? []) listener(event)
  })
  // a lost connection is opened again by the next listener, or within a second while somebody listens
  client.on('error', () => {
    held.grandstandListening = undefined
    if (held.grandstandListeners?.size) setTimeout(() => reconnect(), 1_000).unref()
  })
  await client.connect()
  await client.query(`LISTEN ${CHANNEL}`)
}

function reconnect(): void {
  held.grandstandListening ??= connect().catch(() => {
    held.grandstandListening = undefined
    setTimeout(() => reconnect(), 1_000).unref()
  })
}
