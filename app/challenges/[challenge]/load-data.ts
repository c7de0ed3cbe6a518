import { sessionActor } from '#app/_http/session.ts'
import { ifAny } from '#app/_ui/for-page.ts'
import { imageAddress } from '#app/datasets/[dataset]/image-address.ts'
import type { Release } from '#app/datasets/[dataset]/load-dataset.ts'
import { profilesOf } from '#app/datasets/[dataset]/profile-shape.ts'
import { getTask } from '#operations/challenges/get-task.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import type { Challenge } from './load-challenge.ts'

export interface ChallengeData {
  slug: string
  title: string
  summary: string
  /** Of all tables together, and the licence; undefined for who may not see the data yet. */
  facts?: { rows: number; licence: string }
  /** Addresses of some of its images. */
  images: string[]
}

const MOST_IMAGES = 18

/** The datasets that the tasks of a challenge use; those that the viewer may not see yet by title alone. */
export async function loadData(challenge: Challenge): Promise<ChallengeData[]> {
  const actor = await sessionActor()
  const slugs = challenge.tracks.flatMap((track) => track.tasks.map((task) => task.slug))
  const tasks = await Promise.all(slugs.map((task) => getTask.call(actor, { task })))
  const datasets = new Map(tasks.map((task) => [task.dataset.releaseId, task.dataset]))
  return Promise.all(
    [...datasets].map(async ([release, { slug, title }]) => {
      const seen = await ifAny(getRelease.call(actor, { release }))
      return seen ? summaryOf(seen) : { slug, title, summary: NOT_YET, images: [] }
    }),
  )
}

const NOT_YET =
  'For participants: accept the rules of the challenge, then the terms of the dataset on its page.'

function summaryOf(release: Release): ChallengeData {
  const { slug, title, summary, licence } = release.dataset
  const rows = release.schema?.tables.reduce((sum, table) => sum + (table.rows ?? 0), 0) ?? 0
  return { slug, title, summary, facts: { rows, licence }, images: someImages(release) }
}

function someImages(release: Release): string[] {
  const address = imageAddress(release)
  const columns = Object.values(profilesOf(release.profile)).flatMap((profile) => profile.columns)
  const paths = new Set(columns.flatMap((column) => column.images ?? []))
  return [...paths]
    .map(address)
    .filter((one) => one !== undefined)
    .slice(0, MOST_IMAGES)
}
