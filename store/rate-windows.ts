/** Counters over a window of time, kept in Postgres so that all web processes count together. */
import type { Db } from './database.ts'

export interface RateWindow {
  /** Attempts in this window, the one just counted included. */
  count: number
  resetsAt: Date
}

/** Counts one attempt under `key`; a window that has ended begins anew. One statement, so no attempt is missed. */
export async function countAttempt(db: Db, key: string, windowMs: number, now: Date): Promise<RateWindow> {
  const resetsAt = new Date(now.getTime() + windowMs)
  const [window] = await db.$queryRaw<RateWindow[]>`
    INSERT INTO "RateWindow" AS held (key, count, "resetsAt") VALUES (${key}, 1, ${resetsAt})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN held."resetsAt" <= ${now} THEN 1 ELSE held.count + 1 END,
      "resetsAt" = CASE WHEN held."resetsAt" <= ${now} THEN excluded."resetsAt" ELSE held."resetsAt" END
    RETURNING count, "resetsAt"`
  if (window.count === 1) await removeEndedWindows(db, now)
  return window
}

/** Takes one counted attempt back. */
export async function uncountAttempt(db: Db, key: string): Promise<void> {
  await db.rateWindow.updateMany({ where: { key, count: { gt: 0 } }, data: { count: { decrement: 1 } } })
}

/** Forgets all attempts under `key`. */
export async function clearAttempts(db: Db, key: string): Promise<void> {
  await db.rateWindow.deleteMany({ where: { key } })
}

async function removeEndedWindows(db: Db, now: Date): Promise<void> {
  // whoever is using one of them right now keeps it: nobody waits for housekeeping
  await db.$executeRaw`
    DELETE FROM "RateWindow" WHERE key IN (
      SELECT key FROM "RateWindow" WHERE "resetsAt" <= ${now} LIMIT 1000 FOR UPDATE SKIP LOCKED)`
}
