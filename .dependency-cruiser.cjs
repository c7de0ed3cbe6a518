/** Which folders each folder may import, lowest first. Anything not listed is an error. */
const mayImport = {
  core: [],
  // the readers of untrusted tables stand below the registry, so that there is one CSV and one Parquet reader
  'scoring/readers': ['core', 'scoring/machine-code'],
  // the wasm assembler, for readers and alignment
  'scoring/machine-code': [],
  datasets: ['core', 'scoring/readers', 'scoring/machine-code'],
  store: ['core', 'prisma/generated'],
  'scoring/metrics': ['core'],
  'scoring/sandbox': ['core'],
  scoring: [
    ...['core', 'datasets', 'store'],
    ...['scoring/machine-code', 'scoring/metrics', 'scoring/readers', 'scoring/sandbox'],
  ],
  operations: ['core', 'datasets', 'store', 'scoring/metrics'],
  'app/_ui': ['core'],
  app: ['core', 'operations', 'app/_ui'],
  prisma: ['core', 'datasets', 'store', 'operations'],
  bin: ['core', 'datasets', 'store', 'scoring', 'operations', 'prisma'],
  bench: [
    ...['core', 'datasets', 'store', 'scoring', 'scoring/readers', 'scoring/metrics', 'scoring/sandbox'],
    // a bench of the whole platform fills and starts it as a person would
    ...['operations', 'bin'],
  ],
}
const folders = Object.keys(mayImport)
const ours = '^(app|operations|core|datasets|store|scoring|prisma|test|bin|bench)/'

const layers = folders.map((folder) => ({
  name: `layer:${folder}`,
  comment: `${folder}/ may import only: ${mayImport[folder].join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: {
    path: `^${folder}/`,
    // scoring/metrics and app/_ui have their own, stricter rule
    pathNot: folders.filter((f) => f.startsWith(`${folder}/`)).map((f) => `^${f}/`),
  },
  to: { path: ours, pathNot: [folder, ...mayImport[folder]].map((f) => `^${f}/`) },
}))

module.exports = {
  forbidden: [
    ...layers,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'pure',
      comment: 'rules, metrics and judging do no I/O, so tests need only plain values',
      severity: 'error',
      from: { path: '^(core|scoring/metrics)/|^scoring/(judge|align)\\.ts$|^scoring/align/' },
      to: { dependencyTypes: ['core'] }, // Node built-ins
    },
    {
      name: 'labels-stay-in-scoring',
      comment: 'the web process must not be able to open private labels',
      severity: 'error',
      from: { pathNot: '^(scoring|test)/' },
      to: { path: '^(datasets/labels|store/vault)\\.ts$' },
    },
    {
      name: 'one-door-to-the-vault',
      comment: 'who could open a part by its name could open the vault',
      severity: 'error',
      from: { pathNot: '^(store/(blobs|vault)\\.ts$|test/)' },
      to: { path: '^store/open-blob-store\\.ts$' },
    },
    {
      name: 'prisma-only-in-store',
      severity: 'error',
      from: { pathNot: '^(store|prisma|test)/' },
      to: { path: '(^prisma/generated/|node_modules/(@prisma|\\.prisma)/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^prisma/generated/(internal|models)' },
    // TypeScript 7 has no API that the cruiser could use yet; swc reads the sources instead
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types', 'style'],
    },
    tsPreCompilationDeps: true, // so that type-only imports count
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
