import { parseArgs } from 'node:util'
import { parseConfiguration } from '#core/configuration.ts'
import { GrandstandError } from '#core/errors.ts'
import { findDatabase } from '../find-database.ts'
import { type RunCommand, UsageError } from './command.ts'

/** `grandstand operator create|reset-password E-MAIL`, on the database of the configuration or of the running `npm start`. */
export const operatorCommand: RunCommand = async (argv) => {
  const [action, email] = readWords(argv)
  process.env.DATABASE_URL = await findDatabase(parseConfiguration(process.env))
  const { createOperator, resetPassword } = await import('#operations/accounts/first-operator.ts')
  const { closeDatabase } = await import('#store/database.ts')
  try {
    const { password } = action === 'create' ? await createOperator(email) : await resetPassword(email)
    if (password === undefined) console.log(`${email} is an operator now; the password stays as it was.`)
    else console.log(`${email}  password: ${password}  (shown only now)`)
    return 0
  } catch (error) {
    if (!(error instanceof GrandstandError)) throw error
    const problems = error.problems.map(({ message }) => `\n  ${message}`)
    console.error(`${error.message}${problems.join('')}`)
    return 1
  } finally {
    await closeDatabase()
  }
}

function readWords(argv: readonly string[]): readonly [action: 'create' | 'reset-password', email: string] {
  let words: string[]
  try {
    words = parseArgs({ args: [...argv], allowPositionals: true }).positionals
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const [action, email] = words
  if ((action !== 'create' && action !== 'reset-password') || words.length !== 2) {
    throw new UsageError('This takes `create` or `reset-password` and one e-mail address.')
  }
  return [action, email]
}
