import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { type Demo, keptDemo } from '#bin/demo.ts'
import { freePort } from '#bin/free-port.ts'
import { startProgram } from './processes.ts'

/** A whole installation, as `npm start` makes it. */
export interface Installation {
  /** For example `http://localhost:40123`. */
  url: string
  dataFolder: string
  operator: { email: string; password: string }
  /** When the sample challenge was asked for. */
  demo?: Demo
}

/** Starts everything on a data folder and port of its own, and stops it after the last test of the file. */
export async function startGrandstand({ sample }: { sample: boolean }): Promise<Installation> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'grandstand-whole-'))
  const port = await freePort()
  const program = startProgram(['bin/run.js', 'start'], {
    GRANDSTAND_DATA: dataFolder,
    PORT: String(port),
    GRANDSTAND_SAMPLE: String(sample),
  })
  after(async () => {
    program.child.kill('SIGTERM')
    await program.ended
    await rm(dataFolder, { recursive: true, force: true })
  })
  await program.saw(/Grandstand is ready/, 600_000)
  const [, email, password] = await program.saw(/First operator: (\S+) {2}password: (\S+)/)
  const demo = await keptDemo(dataFolder)
  return { url: `http://localhost:${port}`, dataFolder, operator: { email, password }, demo }
}
