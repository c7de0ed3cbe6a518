import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { type TaskSpec, taskSpecSchema } from '#core/task.ts'
import { planStarter, type StarterOptions } from '#datasets/starters/starter-plan.ts'
import { STARTER_NAMES, type Starter, writeStarters } from '#datasets/starters/starters.ts'
import type { OpenTable } from '#scoring/judge/opened-table.ts'
import { judge } from '#scoring/judge.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { ensureR, ensureScikitLearn, PYTHON, runIn } from '../../helpers/programs.ts'
import type { Built } from '../build-from-text.ts'
import { AWKWARD, buildAnimals, buildProducts } from '../standards/described-releases.ts'
import { tempFolder } from '../temp-folder.ts'

const temp = tempFolder()
const animals = await buildAnimals(temp)
const products = await buildProducts(temp)
const catalogue = await buildProducts(temp, true)
const CLASSES = ['dog', 'cat', "o'wl, NA"]
const title = 'A \\ """title"""\nof two lines'

const opener =
  (path: string): OpenTable =>
  (columns) =>
    openTable(path, { columns })

function starterOf(built: Built, name: string, options: Partial<StarterOptions> = {}): Starter {
  const found = writeStarters(built.schema, { title, ...options }).find((one) => one.name === name)
  assert.ok(found)
  return found
}

interface Case {
  title: string
  built: Built
  options: Partial<StarterOptions>
  spec: Partial<TaskSpec>
  truth: string
  /** What must hold of the public score under this metric. */
  metric: string
  holds: (score: number) => boolean
}

const imagesOnly = {
  ...animals,
  schema: {
    ...animals.schema,
    tables: animals.schema.tables.map((table) => ({
      ...table,
      columns: table.columns.filter(({ modality, role }) => role !== 'feature' || modality === 'image'),
    })),
  },
}
const more = [...CLASSES, 'never seen']
const labels = { truth: 'label.csv', metric: 'accuracy' } as const
const pairs = {
  options: { definition: 'exact' },
  spec: { kind: 'matching-pairs' },
  truth: 'exact.csv',
} as const
const CASES: readonly Case[] = [
  {
    ...{ title: 'its classes are better than guessing', built: animals, options: {}, ...labels },
    spec: { kind: 'classification', classes: CLASSES, predictionForm: 'label' },
    holds: (accuracy) => accuracy > 0.7,
  },
  {
    ...{ title: 'its probabilities cover all classes of the task', built: animals },
    options: { form: 'probabilities', classes: more },
    spec: { kind: 'classification', classes: more, predictionForm: 'probabilities' },
    ...{ truth: 'label.csv', metric: 'log_loss', holds: (loss) => loss < 1 },
  },
  {
    ...{ title: 'a release of images alone', built: imagesOnly, options: {}, ...labels },
    spec: { kind: 'classification', classes: CLASSES },
    holds: (accuracy) => accuracy >= 0,
  },
  {
    title: 'pairs of records in two tables',
    built: products,
    ...pairs,
    metric: 'f1',
    holds: (f1) => f1 > 0.9,
  },
  {
    title: 'pairs of records in one table',
    built: catalogue,
    ...pairs,
    metric: 'f1',
    holds: (f1) => f1 > 0.9,
  },
]

interface Job {
  file: string
  release: string
  /** Where predictions.csv is to be. */
  folder: string
}

/** Runs scripts one after another in one process: most of their time is the loading of libraries. */
const RUN_SCRIPTS = `import json, os, runpy, sys
for job in json.loads(sys.argv[1]):
    os.chdir(job["folder"])
    sys.argv = [job["file"], job["release"]]
    runpy.run_path(job["file"], run_name="__main__")`

/** How to run the starters that can be run here. */
const RUNNERS: Record<string, (jobs: readonly Job[]) => Promise<unknown>> = {
  pandas: async (jobs) => {
    await ensureScikitLearn()
    await runIn(temp.path, PYTHON, ['-c', RUN_SCRIPTS, JSON.stringify(jobs)])
  },
  duckdb: async (jobs) => {
    for (const { file, release, folder } of jobs) {
      await runIn(release, process.execPath, [join(import.meta.dirname, 'run-sql.ts'), file])
      copyFileSync(join(release, 'predictions.csv'), join(folder, 'predictions.csv'))
    }
  },
  r: async (jobs) => {
    for (const { file, release, folder } of jobs) await runIn(folder, await ensureR(), [file, release])
  },
}

for (const [name, run] of Object.entries(RUNNERS)) {
  test(`${name} runs, and the judge accepts what it writes`, async (context) => {
    const jobs = CASES.map(({ built, options }) => {
      const { filename, code } = starterOf(built, name, options)
      const file = temp.write(filename, code)
      return { file, release: built.folder, folder: dirname(file) }
    })
    await run(jobs)
    for (const [i, { title: what, built, spec, truth, metric, holds }] of CASES.entries()) {
      await context.test(what, async () => {
        const judgement = await judge(
          taskSpecSchema.parse(spec),
          opener(join(built.truthFolder, truth)),
          opener(join(jobs[i].folder, 'predictions.csv')),
        )
        if (judgement.outcome !== 'scored') return assert.fail(JSON.stringify(judgement))
        const score = judgement.splits.public?.scores[metric] ?? Number.NaN
        assert.ok(holds(score), `${metric} is ${score}`)
      })
    }
  })
}

test('every Python starter compiles, also those whose libraries are not here', async () => {
  for (const [built, form] of [
    [animals, 'label'],
    [animals, 'probabilities'],
    [products, 'label'],
  ] as const) {
    for (const { code, filename } of writeStarters(built.schema, { title, form, classes: CLASSES })) {
      if (!filename.endsWith('.py')) continue
      const file = temp.write(filename, code)
      const complain = 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read())'
      await runIn(dirname(file), PYTHON, ['-W', 'error', '-c', complain, file])
    }
  }
})

test('AutoGluon starters use the names of its documentation', () => {
  const tabular = starterOf(animals, 'autogluon-tabular').code
  assert.match(tabular, /from autogluon\.tabular import TabularPredictor/)
  assert.match(tabular, /TabularPredictor\(label=LABEL, path=/)
  assert.match(tabular, /presets="medium_quality", time_limit=\d+/)
  const multimodal = starterOf(animals, 'autogluon-multimodal').code
  assert.match(multimodal, /from autogluon\.multimodal import MultiModalPredictor/)
  assert.match(multimodal, /column_types=\{name: "image_path"/)
  assert.match(
    multimodal,
    new RegExp(`IMAGES = \\[${JSON.stringify(AWKWARD.image).replaceAll('\\', '\\\\')}\\]`),
  )
})

test('features are told apart by type and modality, and never hold a label or an id', () => {
  const plan = planStarter(animals.schema, { title })
  assert.deepEqual(plan.features, {
    numbers: [AWKWARD.number],
    flags: [AWKWARD.flag],
    days: [AWKWARD.day, AWKWARD.instant],
    texts: [AWKWARD.text],
    categories: [AWKWARD.kind],
    images: [AWKWARD.image],
  })
})

test('a label that is not there is named with those that are', () => {
  assert.throws(() => writeStarters(products.schema, { title, definition: 'other' }), {
    code: 'not_found',
    message: /exact, variant/,
  })
})

test('names are unique, and files are named for what they are', () => {
  assert.equal(new Set(STARTER_NAMES).size, STARTER_NAMES.length)
  for (const { filename } of writeStarters(animals.schema, { title }))
    assert.match(filename, /^starter[a-z_]*\.(py|sql|R)$/)
})
