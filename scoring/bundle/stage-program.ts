import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleLoader, placeBundle } from '#scoring/bundle/program-bundle.cjs'
import { neutralFolder } from '../sandbox/neutral-folder.ts'
import type { Bind } from '../sandbox/sandbox-job.ts'
import { stageNode } from '../sandbox/stage-node.ts'

/** A program of ours as a sandbox sees it. */
export interface StagedProgram {
  /** Paths inside; add the program's arguments. */
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
 * @throws Error when the bundle has to be made and cannot be
 */
export function stageProgram(entry: string): StagedProgram {
  const known = staged.get(entry)
  if (known) return known
  const folder = join(neutralFolder(), `program-${staged.size}`)
  mkdirSync(folder)
  const loader = join(folder, 'program-bundle.cjs')
  writeFileSync(loader, readFileSync(bundleLoader))
  placeBundle(entry, join(folder, 'program.bundle'))
  // whatever the umask
  chmodSync(loader, 0o644)
  chmodSync(folder, 0o755)
  const program: StagedProgram = {
    command: ['/runtime/node', '/program/program-bundle.cjs', '/program/program.bundle'],
    binds: [
      { source: stageNode(), target: '/runtime/node' },
      { source: folder, target: '/program' },
    ],
  }
  staged.set(entry, program)
  return program
}
