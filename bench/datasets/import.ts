/** What the worker does with an uploaded table, without database and store: `import.ts TABLE OUTPUT-FOLDER`. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// as the command line does; a worker starts once for many imports
enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'grandstand'))
const { buildRelease } = await import('#datasets/build-release.ts')
const { inferInSandbox, readInSandbox } = await import('#scoring/tables/read-in-sandbox.ts')

const [path, outFolder] = process.argv.slice(2)
const tables = [{ name: 'data', path }]
const NOTHING = { path: '', sizeBytes: 0, sha256: '', rows: 0 }
const kind = 'classification'
const schema = await inferInSandbox({ kind, tables })
const built = await buildRelease({
  ...{ kind, tables, schema, outFolder, readTable: readInSandbox },
  // only scoring may keep withheld labels
  truth: { open: () => ({ write: () => {}, finish: () => NOTHING, abandon: () => {} }) },
  rowIndexFile: `${outFolder}.index`,
})
console.log(
  JSON.stringify({ rows: built.tables.reduce((sum, { rows }) => sum + rows, 0), rowHash: built.rowHash }),
)
