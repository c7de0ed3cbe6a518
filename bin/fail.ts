/** Prints what went wrong for a person at a terminal: our own errors by their message, unforeseen ones with their trace. */
export function fail(error: unknown): void {
  process.exitCode = 1
  if (!(error instanceof Error)) console.error(error)
  else if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
    console.error(error)
  else console.error(`\n${error.message}`)
}
