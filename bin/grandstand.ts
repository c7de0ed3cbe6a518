/** The command line: `grandstand COMMAND …`. Exit code 2 means that it was called wrongly. */
import { UsageError } from './commands/command.ts'
import { commandUsage, findCommand } from './commands/command-table.ts'
import { fail } from './fail.ts'
import { keepCompiled } from './keep-compiled.ts'

keepCompiled()

const [word, ...rest] = process.argv.slice(2)
try {
  if (word === undefined || word === 'help' || word === '--help' || word === '-h') {
    console.log(commandUsage(rest[0]))
    process.exitCode = word === undefined ? 2 : 0
  } else {
    const run = await findCommand(word).load()
    process.exitCode = await run(rest)
  }
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${commandUsage(word)}`)
    process.exitCode = 2
  } else {
    fail(error)
  }
}
