/** `npm test`: everything that must hold before a change is published. Its last line is `N passed, N failed`. */

import { runChecks } from './run-checks.ts'
import { endTools } from './run-tool.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stop.abort()
    endTools()
  })
}

const { passed, failed } = await runChecks(stop.signal)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
