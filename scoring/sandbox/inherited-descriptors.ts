import { readdirSync, readFileSync } from 'node:fs'

const O_CLOEXEC = 0o2000000

/**
 * Descriptors above 2 of this process that a child would inherit. Node opens everything close-on-exec; these came
 * with the process from whoever started it (a supervisor's pipe, a shell's lock file).
 */
export function inheritedDescriptors(): number[] {
  const inherited: number[] = []
  for (const name of readdirSync('/proc/self/fd')) {
    const descriptor = Number(name)
    if (descriptor <= 2) continue
    try {
      const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1]
      if (flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0) inherited.push(descriptor)
    } catch {
      // the descriptor with which the folder was listed is closed again
    }
  }
  return inherited
}
