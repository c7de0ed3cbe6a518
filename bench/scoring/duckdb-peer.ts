import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import type { Program } from './programs.ts'
import type { Workload } from './workloads.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** DuckDB's program for a workload, as one file like the judge; undefined where DuckDB is not installed. */
export function duckdbPeer(folder: string, { spec, ...workload }: Workload): Program | undefined {
  if (!existsSync(join(ROOT, 'node_modules', '@duckdb', 'node-api'))) return undefined
  const program = join(ROOT, 'node_modules', '.cache', 'grandstand', 'bench-duckdb.mjs')
  buildSync({
    entryPoints: [join(ROOT, 'bench', 'scoring', 'peers', 'duckdb.ts')],
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm', external: ['@duckdb/node-api'] },
  })
  const files = [workload.truth, workload.predictions].map((name) => join(folder, name))
  const asked = [JSON.stringify(spec.classes ?? []), JSON.stringify(spec.metrics)]
  return { name: 'duckdb', command: [process.execPath, program, workload.peerOf, ...files, ...asked] }
}
