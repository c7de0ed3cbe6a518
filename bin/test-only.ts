/** For developers: `npm run test:only -- "test/core/*.test.ts"` runs some tests, with a Postgres that is kept warm. */
import { ensurePrismaClient } from './prisma-client.ts'
import { runLoud } from './run-tool.ts'

const patterns = process.argv.slice(2)
if (patterns.length === 0) {
  console.error('Usage: npm run test:only -- GLOB …')
  process.exit(2)
}
await ensurePrismaClient()
const code = await runLoud(process.execPath, ['--test', '--test-reporter', 'spec', ...patterns])
process.exit(typeof code === 'number' ? code : 1)
