/** The command line: `grandstand COMMAND …`. Exit code 2 means that it was called wrongly. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { UsageError } from './commands/command.ts'
import { commandUsage, findCommand } from './commands/command-table.ts'
import { fail } from './fail.ts'

// whatever the umask, strangers must not be able to write to what is kept here
process.umask(process.umask() | 0o002)
// keeps what V8 and the type stripper made of the modules below, which halves the start; it is only a cache, and in
// our own folder, because code that others could write there would be run
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'grandstand'))

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
