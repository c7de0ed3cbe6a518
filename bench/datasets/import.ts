/** What the worker does with an uploaded table, without database and store: `import.ts TABLE OUTPUT-FOLDER`. */
import { buildRelease } from '#datasets/build-release.ts'
import { inferInSandbox, readInSandbox } from '#scoring/tables/read-in-sandbox.ts'

const [path, outFolder] = process.argv.slice(2)
const tables = [{ name: 'data', path }]
const NOTHING = { path: '', sizeBytes: 0, sha256: '', rows: 0 }
const kind = 'classification'
const schema = await inferInSandbox({ kind, tables })
const built = await buildRelease({
  ...{ kind, tables, schema, outFolder, readTable: readInSandbox },
  // only scoring may keep withheld labels
  truth: { open: () => ({ write: () => {}, finish: () => NOTHING, abandon: () => {} }) },
})
console.log(
  JSON.stringify({ rows: built.tables.reduce((sum, { rows }) => sum + rows, 0), rowHash: built.rowHash }),
)
