/** `grandstand score` from its bundle, in this process: the launcher runs this when all packages are installed. */
const { freshBundle, loadBundle } = require('#scoring/bundle/program-bundle.cjs')

void loadBundle(freshBundle('bin/score-program.ts')).main()
