import { keepDemo } from './demo.ts'
import type { Report } from './progress.ts'

/** Makes the first operator of a new database and returns how to sign in; the password is kept nowhere. */
export async function makeFirstOperator(): Promise<{ email: string; password: string } | undefined> {
  // these modules need prisma/generated, which a fresh clone does not have when this file is loaded
  const { ensureFirstOperator } = await import('#operations/accounts/first-operator.ts')
  return ensureFirstOperator()
}

/** Makes the sample challenge unless it is there or the database holds others. A worker must be running. */
export async function makeSample(dataFolder: string, report: Report): Promise<void> {
  // the question is quick; what makes the sample takes a second to load
  const { isSampleWanted } = await import('#prisma/seed/is-sample-wanted.ts')
  if (!(await isSampleWanted())) return
  const { seedSample } = await import('#prisma/seed.ts')
  const demo = await seedSample(report)
  if (demo) await keepDemo(dataFolder, demo)
}

/** Closes what the two above opened. */
export async function leaveDatabase(): Promise<void> {
  const { closeDatabase } = await import('#store/database.ts')
  const { closeSender } = await import('#store/queue.ts')
  await closeSender()
  await closeDatabase()
}
