import { GrandstandError } from '#core/errors.ts'

/**
 * The error again, saying in which table it happened: who gives several files must know which one is meant. Errors
 * that are not about a file, or that name the table already, are returned as they are.
 */
export function inTable(name: string, error: unknown): unknown {
  if (!(error instanceof GrandstandError) || error.code !== 'file_rejected') return error
  if (error.message.includes(`'${name}'`)) return error
  return new GrandstandError('file_rejected', `Table '${name}': ${error.message}`, {
    problems: error.problems,
    cause: error,
  })
}
