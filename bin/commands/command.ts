/** Runs a command on the words after its name and returns the exit code: 0 done, 1 not done, 2 called wrongly. */
export type RunCommand = (argv: readonly string[]) => Promise<number>

/** An entry of the command table. */
export interface Command {
  /** How to call it, a line per form. */
  usage: readonly string[]
  summary: string
  load: () => Promise<RunCommand>
}

/** Called wrongly. The command line adds how the command is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
