import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { processStart } from './process-table.ts'

/** Who holds a lock: a process id and what tells it from later processes with the same id. */
export interface Holder {
  pid: number
  start: string
}

/** A lock that this process holds until it releases it or dies. */
export interface InstanceLock {
  release(): Promise<void>
}

/**
 * Takes the lock `file` for this process; a lock whose holder has died is taken over.
 *
 * @returns the lock, or the living process that holds it.
 */
export async function takeLock(file: string): Promise<InstanceLock | Holder> {
  const me: Holder = { pid: process.pid, start: await processStart(process.pid) }
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(me))
  try {
    for (;;) {
      const taken = await link(draft, file).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false
          throw error
        },
      )
      if (taken) return { release: () => rm(file, { force: true }) }
      const holder = await livingHolder(file)
      if (holder) return holder
      await setAside(file, `${draft}.stale`)
    }
  } finally {
    await rm(draft, { force: true })
  }
}

/** The living process that holds the lock `file`, if any. */
export async function livingHolder(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  try {
    const holder = JSON.parse(text) as Holder
    const start = await processStart(holder.pid)
    return start !== '' && start === holder.start ? holder : undefined
  } catch {
    return undefined
  }
}

/** Removes a stale lock; if a third process has meanwhile replaced it by a good one, that one is put back. */
async function setAside(file: string, aside: string): Promise<void> {
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  if (await livingHolder(aside)) await link(aside, file).catch(() => {})
  await rm(aside, { force: true })
}
