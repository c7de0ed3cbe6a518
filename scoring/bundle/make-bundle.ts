/**
 * `node make-bundle.ts ENTRY FILE` joins the modules of an entry into one file, lets it rehearse, and keeps what V8 compiled
 * meanwhile beside the source. The entry exports `rehearse`, which runs whatever should be quick later.
 */
import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import { buildSync } from 'esbuild'
import { compile, putTogether, start } from './program-bundle.cjs'

/** The launcher has it loaded already; a copy of it in a bundle would not know where it lies. */
const LOADER = '#scoring/bundle/program-bundle.cjs'

const [entry, file] = process.argv.slice(2)
const begunMs = Date.now()
const { outputFiles, metafile } = buildSync({
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  charset: 'ascii',
  external: [LOADER],
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
  write: false,
})
const source = outputFiles[0].text
const script = compile(source)
await start(script).rehearse()
const ours = Object.keys(metafile.inputs).filter((path) => !path.startsWith('node_modules/'))
// the lock file stands for all packages, esbuild among them
const inputs = [
  ...ours,
  'package-lock.json',
  'scoring/bundle/make-bundle.ts',
  'scoring/bundle/program-bundle.cjs',
]
const partial = `${file}.${process.pid}`
writeFileSync(partial, putTogether(inputs, begunMs, source, script.createCachedData()))
chmodSync(partial, 0o644)
renameSync(partial, file)
process.exit()
