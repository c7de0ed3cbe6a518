import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What a first visitor needs to try the sample challenge; made by prisma/seed.ts together with it. */
export interface Demo {
  accounts: { email: string; password: string; role: string }[]
  /** An API token of one of the accounts. */
  token: string
  /** A task of each track, and below the public address a file that can be submitted to it. */
  tasks: { id: string; title: string; sampleUrl: string }[]
  /** Path of a page below the public address where to begin, for example `/challenges/emoji`. */
  page: string
}

/** Keeps it for the greeting of later starts. */
export async function keepDemo(dataFolder: string, demo: Demo): Promise<void> {
  await writeFile(demoFile(dataFolder), JSON.stringify(demo, null, 2), { mode: 0o600 })
}

/** The demo of this data folder, if its sample challenge was made here. */
export async function keptDemo(dataFolder: string): Promise<Demo | undefined> {
  const text = await readFile(demoFile(dataFolder), 'utf8').catch(() => '')
  return text === '' ? undefined : (JSON.parse(text) as Demo)
}

function demoFile(dataFolder: string): string {
  return path.join(dataFolder, 'demo.json')
}
