/**
 * A fleet of workers as a closed queueing network, simulated event by event. Every worker goes round: it judges (each
 * on a core of its own), uses the database's processors, and notifies the web. What workers share are the database's
 * cores and the lock that Postgres holds while it commits a notification.
 */
import { seededRandom } from '../seeded-random.ts'

export interface FleetModel {
  /** Milliseconds from claim to judgement, one per measured evaluation; drawn at random. */
  judgedMs: readonly number[]
  /** Database processor time of one evaluation, ms. */
  databaseMs: number
  /** Cores of the database server. */
  databaseCores: number
  /** How long the notification of one evaluation holds the lock of all notifications, ms. */
  notificationMs: number
}

const EVALUATIONS_PER_WORKER = 200
const WARM_UP = 20

/** Evaluations per second of the whole fleet in the steady state. */
export function simulateFleet(workers: number, model: FleetModel, seed = 1): number {
  const random = seededRandom(seed)
  const cores = new Station(model.databaseCores)
  const notifications = new Station(1)
  const events = new EventQueue()
  for (let worker = 0; worker < workers; worker++)
    events.add(random() * drawn(model.judgedMs, random), 'judged')
  const total = workers * (EVALUATIONS_PER_WORKER + WARM_UP)
  let finished = 0
  let steadyFrom = 0
  for (;;) {
    const { at, step } = events.next()
    if (step === 'judged') events.add(cores.serve(at, model.databaseMs), 'written')
    else if (step === 'written') events.add(notifications.serve(at, model.notificationMs), 'told')
    else {
      finished++
      if (finished === workers * WARM_UP) steadyFrom = at
      if (finished === total) return (1_000 * workers * EVALUATIONS_PER_WORKER) / (at - steadyFrom)
      events.add(at + drawn(model.judgedMs, random), 'judged')
    }
  }
}

/** Evaluations per second of one worker that never waits for others: what a fleet's efficiency is measured by. */
export function rateAlone({ judgedMs, databaseMs, notificationMs }: FleetModel): number {
  const meanMs = judgedMs.reduce((sum, value) => sum + value, 0) / judgedMs.length
  return 1_000 / (meanMs + databaseMs + notificationMs)
}

function drawn(values: readonly number[], random: () => number): number {
  return values[Math.floor(random() * values.length)]
}

/** Servers with one line in front of them, first come first served. Requests must arrive in order of time. */
class Station {
  readonly #freeAt: Float64Array

  constructor(servers: number) {
    this.#freeAt = new Float64Array(servers)
  }

  /** When a request that arrives now is done. */
  serve(at: number, serviceMs: number): number {
    let first = 0
    for (let i = 1; i < this.#freeAt.length; i++) if (this.#freeAt[i] < this.#freeAt[first]) first = i
    this.#freeAt[first] = Math.max(at, this.#freeAt[first]) + serviceMs
    return this.#freeAt[first]
  }
}

interface FleetEvent {
  at: number
  step: 'judged' | 'written' | 'told'
}

/** A binary heap by time. */
class EventQueue {
  readonly #heap: FleetEvent[] = []

  add(at: number, step: FleetEvent['step']): void {
    const heap = this.#heap
    let place = heap.push({ at, step }) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (heap[parent].at <= at) break
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = { at, step }
  }

  next(): FleetEvent {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last) throw new Error('a closed network never runs out of events')
    if (heap.length > 0) this.#sink(last)
    return first
  }

  #sink(event: FleetEvent): void {
    const heap = this.#heap
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1].at < heap[child].at) child++
      if (heap[child].at >= event.at) break
      heap[place] = heap[child]
      place = child
    }
    heap[place] = event
  }
}
