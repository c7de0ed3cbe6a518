/** A folder for the files of one test file, removed when its tests have ended. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'

export interface TempFolder {
  path: string
  /** A path in it that has not been handed out before. */
  fresh(name: string): string
  /** Writes a file at a fresh place and returns its path. */
  write(name: string, content: string | Uint8Array): string
}

export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'datasets-test-'))
  let count = 0
  after(() => rmSync(path, { recursive: true, force: true }))
  const fresh = (name: string) => {
    const place = join(path, String(count++), name)
    mkdirSync(dirname(place), { recursive: true })
    return place
  }
  const write = (name: string, content: string | Uint8Array) => {
    const place = fresh(name)
    writeFileSync(place, content)
    return place
  }
  return { path, fresh, write }
}
