/**
 * `node bin/run.js NAME …` runs bin/NAME.ts after installing what is missing. All npm scripts that may be the first
 * command after a clone go through here, because it is plain JavaScript that any Node from version 20 on understands.
 */
import { handOver } from './hand-over.js'

const [name, ...rest] = process.argv.slice(2)
await handOver(`${name}.ts`, rest)
