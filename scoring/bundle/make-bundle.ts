/**
 * `node make-bundle.ts ENTRY FILE` joins the modules of an entry into one file, lets it rehearse, and keeps what V8 compiled
 * meanwhile beside the source. The entry exports `rehearse`, which runs whatever should be quick later.
 */
import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { assembledCode } from './assembled-code.ts'
import { compile, OWN_NAME, putTogether, start } from './program-bundle.cjs'

const [entry, file] = process.argv.slice(2)
const begunMs = Date.now()
const assembled = new Set<string>()
const { outputFiles, metafile } = await build({
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  charset: 'ascii',
  external: [OWN_NAME],
  legalComments: 'none',
  banner: { js: '(function (module, exports, require) {' },
  footer: { js: '})' },
  plugins: [assembledCode(assembled)],
  metafile: true,
  logLevel: 'silent',
  write: false,
})
const source = outputFiles[0].text
const script = compile(source)
await start(script).rehearse()
const sources = new Set([...Object.keys(metafile.inputs), ...assembled])
// the lock file stands for all packages, esbuild among them
const inputs = [
  ...[...sources].filter((path) => !path.startsWith('node_modules/')),
  'package-lock.json',
  'scoring/bundle/assembled-code.ts',
  'scoring/bundle/make-bundle.ts',
  'scoring/bundle/program-bundle.cjs',
]
const partial = `${file}.${process.pid}`
writeFileSync(partial, putTogether(inputs, begunMs, source, script.createCachedData()))
chmodSync(partial, 0o644)
renameSync(partial, file)
process.exit()
