import { ensureProgram } from './debian-package.ts'
import { runTool } from './run-tool.ts'

/**
 * Makes sure that submissions can be scored in a sandbox: bubblewrap is there (installed when we may).
 *
 * @returns a warning to show when bubblewrap is there but this machine does not let it work.
 * @throws Error with the command to run when it is missing.
 */
export async function ensureBubblewrap(): Promise<string | undefined> {
  const program = await ensureProgram(['bwrap'], 'bubblewrap', 'Scoring submissions in a sandbox')
  const trial = ['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', 'true']
  return runTool(program, trial).then(
    () => undefined,
    (error: Error) =>
      `Submissions cannot be scored yet: bubblewrap may not make namespaces here.\n${error.message}\n` +
      'In a container, allow them (Docker: --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or ' +
      '--privileged); on a machine: sudo sysctl -w kernel.unprivileged_userns_clone=1',
  )
}
