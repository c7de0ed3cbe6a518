/** What bin/grandstand runs; plain JavaScript, see run.js. Files named on the command line are those of the caller's folder. */
import { handOver } from './hand-over.js'

await handOver('grandstand.ts', process.argv.slice(2), process.cwd())
