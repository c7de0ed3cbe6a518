import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleLoader, placeBundle } from '#scoring/bundle/program-bundle.cjs'
import { neutralFolder } from '../sandbox/neutral-folder.ts'
import type { Bind } from '../sandbox/sandbox-job.ts'
import { stageNode } from '../sandbox/stage-node.ts'

/** A program of ours as a sandbox sees it. */
export interface StagedProgram {
  /** Node with its options and paths inside; add the program's arguments. */
  command: readonly string[]
  /** Binds that show Node and the program inside. */
  binds: readonly Bind[]
}

const staged = new Map<string, StagedProgram>()

/**
 * Puts the bundle of a program, and Node, where the sandbox's user can reach them (the checkout may lie below a private
 * home folder); once per process.
 *
 * @param entry path of a module in the project that exports `main`, which is run inside, and `rehearse`, from which the
 *   bundle's compiled code is made
 * @param flags options of V8 on which its code depends: they go with the command and with the bundle
 * @throws Error when the bundle has to be made and cannot be
 */
export function stageProgram(entry: string, flags: readonly string[] = []): StagedProgram {
  const name = [entry, ...flags].join(' ')
  const known = staged.get(name)
  if (known) return known
  const folder = join(neutralFolder(), `program-${staged.size}`)
  mkdirSync(folder)
  const loader = join(folder, 'program-bundle.cjs')
  writeFileSync(loader, readFileSync(bundleLoader))
  placeBundle(entry, flags, join(folder, 'program.bundle'))
  // whatever the umask
  chmodSync(loader, 0o644)
  chmodSync(folder, 0o755)
  const program: StagedProgram = {
    command: ['/runtime/node', ...flags, '/program/program-bundle.cjs', '/program/program.bundle'],
    binds: [
      { source: stageNode(), target: '/runtime/node' },
      { source: folder, target: '/program' },
    ],
  }
  staged.set(name, program)
  return program
}
