/** The one check between people and datasets, asked of every operation on a dataset or a release that there is. */
import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { type Actor, ANONYMOUS } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import { ALL_OPERATIONS } from '#operations/all-operations.ts'
import { acceptRules } from '#operations/challenges/accept-rules.ts'
import { acceptTerms } from '#operations/datasets/accept-terms.ts'
import { getDataset } from '#operations/datasets/get-dataset.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { getReleaseFile } from '#operations/datasets/get-release-file.ts'
import { listAcceptances } from '#operations/datasets/list-acceptances.ts'
import { listDatasets } from '#operations/datasets/list-datasets.ts'
import { updateDataset } from '#operations/datasets/update-dataset.ts'
import type { FileAnswer } from '#operations/file-answer.ts'
import type { Operation } from '#operations/operation.ts'
import { database } from '#store/database.ts'
import { closeSender } from '#store/queue.ts'
import { incoming } from '../../helpers/challenge-world.ts'
import { freshDatabase } from '../../helpers/database.ts'
import {
  type DatasetWorld,
  makeChallengeOn,
  makeDataset,
  SECRET_ROW,
  vaultKeyOf,
} from '../../helpers/dataset-world.ts'
import { makePerson } from '../../helpers/people.ts'

await freshDatabase()
after(closeSender)

const OF_RELEASES = ALL_OPERATIONS.filter(({ path }) => path.startsWith('/releases/{release}'))
const OF_DATASETS = ALL_OPERATIONS.filter(({ path }) => path.startsWith('/datasets/{dataset}'))

/** Calls an operation with everything that any of them asks for; a new one may need another field here. */
async function outcome(
  operation: Operation,
  actor: Actor,
  { dataset, release }: DatasetWorld,
): Promise<string> {
  const input = {
    ...{ dataset, release, path: 'train.csv', table: 'train', starter: 'pandas', termsVersion: 1 },
    ...{ title: 'Taken over', reason: 'because it can be done' },
  }
  try {
    const answer = await operation.call(actor, input, { file: incoming('id\n1\n') })
    const shown = operation.givesFile ? await text((answer as FileAnswer).stream) : JSON.stringify(answer)
    return shown.includes(SECRET_ROW) ? 'answered with the data' : 'answered'
  } catch (error) {
    assert.ok(error instanceof GrandstandError, `${operation.name}: ${error}`)
    assert.ok(!error.message.includes(SECRET_ROW))
    assert.notEqual(error.code, 'invalid_input', `${operation.name}: give it an input here: ${error.message}`)
    return error.code
  }
}

async function member(world: DatasetWorld) {
  // an organiser elsewhere, so that the role alone stops nothing
  const person = await makePerson('organiser')
  await acceptRules.call(person, { challenge: world.challenge, rulesVersion: 1 })
  return person
}

it('there are operations to ask', () => {
  assert.ok(OF_RELEASES.length >= 9 && OF_DATASETS.length >= 4)
})

for (const visibility of ['members', 'organisers'] as const) {
  for (const operation of [...OF_RELEASES, ...OF_DATASETS]) {
    it(`${operation.name}: a dataset for ${visibility} is not there for strangers`, async () => {
      const world = await makeDataset({ visibility, terms: 'Be careful.' })
      assert.equal(await outcome(operation, await makePerson('organiser'), world), 'not_found')
      if (operation.access === 'anyone') assert.equal(await outcome(operation, ANONYMOUS, world), 'not_found')
      const untouched = await database().dataset.findUniqueOrThrow({ where: { slug: world.dataset } })
      assert.notEqual(untouched.title, 'Taken over')
    })
  }
}

for (const operation of OF_RELEASES) {
  it(`${operation.name}: a member who has not accepted the terms is told to, and gets nothing`, async () => {
    const world = await makeDataset({ visibility: 'members', terms: 'Be careful.' })
    assert.equal(await outcome(operation, await member(world), world), 'terms_not_accepted')
  })

  it(`${operation.name}: members change nothing, and public data is for all to read`, async () => {
    const world = await makeDataset({ visibility: 'public', terms: 'Be careful.' })
    const wanted =
      operation.access === 'organiser' ? ['forbidden'] : ['answered', 'answered with the data', 'not_found']
    assert.ok(wanted.includes(await outcome(operation, await member(world), world)))
  })
}

describe('terms', () => {
  it('are accepted once for a version, kept with person and time, and asked again when they change', async () => {
    const world = await makeDataset({ visibility: 'members', terms: 'Be careful.' })
    const { dataset, release, organiser } = world
    const person = await member(world)
    const download = () => getReleaseFile.call(person, { release, path: 'train.csv' })
    await assert.rejects(download(), {
      code: 'terms_not_accepted',
      message: new RegExp(`/datasets/${dataset}`),
    })

    const seen = await getDataset.call(person, { dataset })
    assert.deepEqual([seen.access, seen.terms], ['read-terms', { version: 1, text: 'Be careful.' }])
    await assert.rejects(acceptTerms.call(person, { dataset, termsVersion: 2 }), { code: 'conflict' })
    const now = new Date('2026-05-05T05:05:05Z')
    const accepted = await acceptTerms.call(person, { dataset, termsVersion: 1 }, { now })
    assert.equal(accepted.acceptedAt, now.toISOString())
    // a second time does not move the first
    const later = await acceptTerms.call(person, { dataset, termsVersion: 1 })
    assert.equal(later.acceptedAt, now.toISOString())
    assert.match(await text((await download()).stream), new RegExp(SECRET_ROW))
    assert.equal((await getDataset.call(person, { dataset })).access, 'data')

    const changed = await updateDataset.call(organiser, { dataset, terms: 'Be very careful.' })
    assert.equal(changed.terms?.version, 2)
    await assert.rejects(download(), { code: 'terms_not_accepted' })
    await acceptTerms.call(person, { dataset, termsVersion: 2 })
    await download()
    const { acceptances } = await listAcceptances.call(organiser, { dataset })
    assert.deepEqual(
      acceptances.map(({ person: { id }, termsVersion }) => [id, termsVersion]),
      [
        [person.userId, 2],
        [person.userId, 1],
      ],
    )
  })

  it('keep their version when other words change or they are sent unchanged', async () => {
    const { dataset, organiser } = await makeDataset({ visibility: 'members', terms: 'Be careful.' })
    const same = await updateDataset.call(organiser, {
      dataset,
      terms: 'Be careful. ',
      summary: 'Other words',
    })
    assert.deepEqual([same.terms?.version, same.summary], [1, 'Other words'])
  })

  it('cannot be accepted where there are none, nor by who is no member', async () => {
    const plain = await makeDataset({ visibility: 'members' })
    await assert.rejects(acceptTerms.call(await member(plain), { dataset: plain.dataset, termsVersion: 0 }), {
      code: 'conflict',
    })
    const bound = await makeDataset({ visibility: 'members', terms: 'x' })
    await assert.rejects(acceptTerms.call(await makePerson(), { dataset: bound.dataset, termsVersion: 1 }), {
      code: 'not_found',
    })
  })
})

it('members see a dataset without terms at once, in the list too; strangers do not', async () => {
  const world = await makeDataset({ visibility: 'members' })
  const person = await member(world)
  await getRelease.call(person, { release: world.release })
  const slugs = async (actor: Actor) => (await listDatasets.call(actor, {})).datasets.map(({ slug }) => slug)
  assert.ok((await slugs(person)).includes(world.dataset))
  assert.ok(!(await slugs(ANONYMOUS)).includes(world.dataset))
})

it('an organiser cannot give a dataset that is not theirs to a challenge of their own', async () => {
  const hidden = await makeDataset({ visibility: 'organisers' })
  await assert.rejects(makeChallengeOn(await makePerson('organiser'), hidden.release), { code: 'not_found' })
  const forMembers = await makeDataset({ visibility: 'members' })
  await assert.rejects(makeChallengeOn(await member(forMembers), forMembers.release), { code: 'forbidden' })
  const open = await makeDataset({ visibility: 'public' })
  await makeChallengeOn(await makePerson('organiser'), open.release)
})

it('nothing that can be asked for names where the answers lie', async () => {
  const world = await makeDataset({ visibility: 'public' })
  for (const operation of [...OF_RELEASES, ...OF_DATASETS].filter(({ method }) => method === 'GET')) {
    const input = {
      dataset: world.dataset,
      release: world.release,
      path: 'train.csv',
      table: 'train',
      starter: 'r',
    }
    const answer = await operation.call(world.organiser, input).catch((error: unknown) => String(error))
    const shown = operation.givesFile && typeof answer === 'object' ? '' : JSON.stringify(answer)
    assert.ok(!shown.includes(vaultKeyOf(world.release)) && !shown.includes('vaultKey'), operation.name)
  }
  await assert.rejects(getReleaseFile.call(world.organiser, { release: world.release, path: 'label.csv' }), {
    code: 'not_found',
  })
})
