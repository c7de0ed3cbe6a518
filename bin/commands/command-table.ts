/** All commands. Their modules are loaded when called, so that `help` is quick and needs no database. */

import { type Command, UsageError } from './command.ts'

const commands = new Map<string, Command>([
  [
    'score',
    {
      usage: ['grandstand score --task task.json --truth FILE --predictions FILE [--json]'],
      summary: 'Judge a file without a server, with the same code in the same sandbox as the worker',
      load: async () => (await import('../score.ts')).scoreCommand,
    },
  ],
  [
    'scorer',
    {
      usage: [
        'grandstand scorer run --program FOLDER --truth PATH --predictions PATH [--json]',
        'grandstand scorer check --program FOLDER [--json]',
      ],
      summary: "Run an organiser's scorer program in the worker's sandbox, or try it on its sample",
      load: async () => (await import('./scorer.ts')).scorerCommand,
    },
  ],
  [
    'dataset',
    {
      usage: [
        'grandstand dataset check FILE [--json]',
        'grandstand dataset convert IN OUT [--schema schema.json] [--force] [--json]',
        'grandstand dataset register --site ADDRESS --slug NAME [--title T --summary S --kind classification|matching --licence SPDX] [--schema schema.json] TABLE=FILE …',
      ],
      summary:
        'Look at a file as a table of a dataset: its columns and what is proposed for them, or its problems; write it as .csv, .tsv, .parquet, .arrow or .jsonl; send tables to a Grandstand as a release (token in GRANDSTAND_TOKEN)',
      load: async () => (await import('./dataset.ts')).datasetCommand,
    },
  ],
  [
    'operator',
    {
      usage: ['grandstand operator create E-MAIL', 'grandstand operator reset-password E-MAIL'],
      summary: 'Make an operator account, or give an account a new password (printed once)',
      load: async () => (await import('./operator.ts')).operatorCommand,
    },
  ],
])

/** @throws UsageError when there is no such command. */
export function findCommand(name: string): Command {
  const command = commands.get(name)
  if (!command) throw new UsageError(`There is no command ${JSON.stringify(name)}.`)
  return command
}

/** How to call a command, or all of them when `name` is none: the text of `grandstand help [command]`. */
export function commandUsage(name?: string): string {
  const one = commands.get(name ?? '')
  const shown = one ? [one] : [...commands.values()]
  const blocks = shown.map(
    ({ usage, summary }) => `${usage.map((line) => `  ${line}`).join('\n')}\n      ${summary}`,
  )
  return `Usage:\n${blocks.join('\n')}`
}
