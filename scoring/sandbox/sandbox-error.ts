/**
 * A fault of the platform: the sandbox could not be started, watched or ended. Never the participant's or the
 * organiser's fault, so the job is tried again and no verdict is given. The message names the cause and the fix.
 */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}
