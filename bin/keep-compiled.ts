import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/**
 * Keeps what V8 and the type stripper make of the modules that are loaded from now on, by this process and its threads that
 * are told of it, which halves their start. It is only a cache, and in our own folder, because code that others could
 * write there would be run.
 */
export function keepCompiled(): void {
  // whatever the umask, strangers must not be able to write to what is kept here
  process.umask(process.umask() | 0o002)
  enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'grandstand'))
}
