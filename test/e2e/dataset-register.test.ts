import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { ZipWriter } from '#datasets/zip-writer.ts'
import { createToken } from '#operations/accounts/create-token.ts'
import { getDataset } from '#operations/datasets/get-dataset.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { runWorker } from '#scoring/worker.ts'
import { closeSender } from '#store/queue.ts'
import { png } from '../datasets/small-images.ts'
import { freshDatabase } from '../helpers/database.ts'
import { makePerson } from '../helpers/people.ts'
import { startProgram } from '../helpers/processes.ts'
import { startWebsite } from '../helpers/website.ts'

const testDatabase = await freshDatabase()
const folder = await mkdtemp(path.join(tmpdir(), 'grandstand-register-'))
const website = await startWebsite(testDatabase)
const stop = new AbortController()
const worker = runWorker(stop.signal)
const organiser = await makePerson('organiser')
const { secret } = await createToken.call(organiser, { name: 'cli', scopes: ['read', 'organise'] })

after(async () => {
  await closeSender()
  stop.abort()
  await worker
  await rm(folder, { recursive: true, force: true })
})

function rows(count: number, offset: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const row = i + offset
    return `s${row},${(row * 7919) % 97},a pair of shoe number ${row} for rain and snow,${['boot', 'sandal'][row % 2]}`
  })
  return `id,price,text,label\n${lines.join('\n')}\n`
}

async function file(name: string, content: string): Promise<string> {
  const where = path.join(folder, name)
  await writeFile(where, content)
  return where
}

async function register(words: string[], token = secret) {
  const site = ['--site', website.address, '--slug', 'shoes']
  const program = startProgram(['bin/grandstand.ts', 'dataset', 'register', ...site, ...words], {
    GRANDSTAND_TOKEN: token,
  })
  return { code: await program.ended, output: program.output() }
}

const about = ['--title', 'Shoes', '--summary', 'Shoes and what they are', '--licence', 'CC0-1.0']
const kind = ['--kind', 'classification']

describe('grandstand dataset register', () => {
  it('makes dataset and release, shows the proposed schema, and the same files again make nothing', async () => {
    const tables = [
      `train=${await file('train.csv', rows(200, 0))}`,
      `test=${await file('test.csv', rows(80, 1_000))}`,
    ]
    const missing = await register([...about, ...tables])
    assert.deepEqual([missing.code, /give --kind too/.test(missing.output)], [2, true], missing.output)
    const first = await register([...about, ...kind, ...tables])
    assert.equal(first.code, 0, first.output)
    assert.match(first.output, /label: string, label \(/)
    assert.match(first.output, /Release 1 is ready: http/)
    const again = await register(tables)
    assert.deepEqual([again.code, /nothing to do/.test(again.output)], [0, true], again.output)
    const { releases } = await getDataset.call(organiser, { dataset: 'shoes' })
    assert.equal(releases.length, 1)
  })

  it('takes images beside numbers, categories and texts', async () => {
    const zip = new ZipWriter(path.join(folder, 'images.zip'))
    for (let i = 0; i < 40; i++) zip.add(`images/${i}.png`, png(String(i), 8 + (i % 5), 8))
    zip.finish()
    const withPictures = rows(40, 5_000).replaceAll(
      /^(s50(\d\d),.*)$/gm,
      (_, line, i) => `${line},${Number(i)}.png`,
    )
    const table = await file('pictures.csv', withPictures.replace('label\n', 'label,picture\n'))
    const made = await register([`table=${table}`, `images=${path.join(folder, 'images.zip')}`])
    assert.equal(made.code, 0, made.output)
    assert.match(made.output, /picture: string, feature \(/)
    const { releases } = await getDataset.call(organiser, { dataset: 'shoes' })
    const release = await getRelease.call(organiser, { release: releases[0].id })
    assert.ok(release.files.some((one) => one.path === 'images.zip'))
    const columns = release.schema?.tables.flatMap((one) => one.columns) ?? []
    assert.equal(columns.find(({ name }) => name === 'picture')?.modality, 'image')
  })

  it('tells what is wrong with a table, and a wrong token', async () => {
    const broken = await register([`table=${await file('broken.csv', 'id,label\n1,a\n2,b,c\n')}`])
    assert.equal(broken.code, 1, broken.output)
    assert.match(broken.output, /line 3/)
    const refused = await register([`table=${path.join(folder, 'broken.csv')}`], 'gst_wrong')
    assert.deepEqual([refused.code, /answered 401/.test(refused.output)], [1, true], refused.output)
    const absent = await register(['table=nowhere.csv'])
    assert.deepEqual(
      [absent.code, /There is no file nowhere.csv/.test(absent.output)],
      [2, true],
      absent.output,
    )
  })
})
