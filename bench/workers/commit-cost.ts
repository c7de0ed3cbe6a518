/** What a notification costs: Postgres lets only one transaction at a time commit that sends any. */
import { performance } from 'node:perf_hooks'
import pg from 'pg'

const CLIENTS = 8
const RUN_MS = 3_000
const INSERT = 'INSERT INTO bench_commits VALUES (1, now())'
const NOTIFY = `SELECT pg_notify('bench', clock_timestamp()::text)`

export interface CommitCosts {
  /** Of a transaction that writes a row. */
  plainMs: number
  /** Of one that also notifies: it holds the others up until its row is on the disk. */
  notifyingMs: number
  /** Of a notification alone, as the store sends it after the commit. */
  notificationMs: number
}

/** Milliseconds from one commit to the next with many clients at once. */
export async function measureCommits(databaseUrl: string): Promise<CommitCosts> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CLIENTS })
  try {
    await pool.query('CREATE TABLE bench_commits (worker int, at timestamptz)')
    const plainMs = await commitFor(pool, `BEGIN; ${INSERT}; COMMIT`)
    const notifyingMs = await commitFor(pool, `BEGIN; ${INSERT}; ${NOTIFY}; COMMIT`)
    const notificationMs = await commitFor(pool, NOTIFY)
    await pool.query('DROP TABLE bench_commits')
    return { plainMs, notifyingMs, notificationMs }
  } finally {
    await pool.end()
  }
}

async function commitFor(pool: pg.Pool, statements: string): Promise<number> {
  const began = performance.now()
  let commits = 0
  const client = async () => {
    while (performance.now() - began < RUN_MS) {
      await pool.query(statements)
      commits++
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return (performance.now() - began) / commits
}
