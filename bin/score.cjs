/** `grandstand score` from its bundle, in this process: the launcher runs this when all packages are installed. */
// by its path: to find it by a name of the project Node would read package.json first
const { freshBundle, loadBundle } = require('../scoring/bundle/program-bundle.cjs')

void loadBundle(freshBundle('bin/score-program.ts')).main()
