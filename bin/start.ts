/** `npm start`: everything that Grandstand needs, in one terminal. */
import { fail } from './fail.ts'
import { runEverything } from './run-everything.ts'
import { endTools } from './run-tool.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) return
    console.log('\nStopping …')
    stop.abort(new Error('stopped'))
    endTools()
  })
}
// after SIGHUP the terminal is gone, and writing to it must not keep us from stopping the rest
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

try {
  await runEverything(process.env, stop.signal)
} catch (error) {
  if (!stop.signal.aborted) fail(error)
}
process.exit()
