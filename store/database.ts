import { PrismaPg } from '@prisma/adapter-pg'
import { GrandstandError } from '#core/errors.ts'
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts'
import { announcedIn, CHANNEL, type LiveEvent } from './events.ts'
import { log } from './log.ts'
import { settings } from './settings.ts'

/** A transaction, or the database itself where one statement is enough. */
export type Db = Prisma.TransactionClient

const held = globalThis as { grandstandDatabase?: PrismaClient }

/** The process's one connection pool, opened on first use (kept on globalThis so that hot reload does not leak pools). */
export function database(): PrismaClient {
  held.grandstandDatabase ??= openDatabase()
  return held.grandstandDatabase
}

function openDatabase(): PrismaClient {
  const { databaseUrl } = settings()
  if (!databaseUrl) {
    throw new GrandstandError(
      'unavailable',
      'DATABASE_URL is not set. Start everything with `npm start`, or name your Postgres in DATABASE_URL.',
    )
  }
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 10 }) })
}

/** Closes the pool; the next use opens a new one. */
export async function closeDatabase(): Promise<void> {
  await held.grandstandDatabase?.$disconnect()
  held.grandstandDatabase = undefined
}

/**
 * Runs `work` in one transaction: everything it writes and enqueues happens, or nothing does. What it announces is told
 * after the commit.
 */
export async function transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  const limits = { maxWait: 15_000, timeout: 30_000 }
  const { result, events } = await database().$transaction(
    async (tx) => ({ result: await work(tx), events: announcedIn(tx) }),
    limits,
  )
  if (events.length > 0) await tell(events)
  return result
}

/** What is committed stays committed, even if nobody hears of it. */
async function tell(events: readonly LiveEvent[]): Promise<void> {
  const payloads = events.map((event) => JSON.stringify(event))
  try {
    await database()
      .$executeRaw`SELECT pg_notify(${CHANNEL}, payload) FROM unnest(${payloads}::text[]) AS payload`
  } catch (error) {
    log('warn', 'events were not told', { events, error: String(error) })
  }
}
