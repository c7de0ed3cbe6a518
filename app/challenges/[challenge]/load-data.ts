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
  /** Of all tables together. */
  rows: number
  licence: string
  /** Addresses of some of its images. */
  images: string[]
}

const MOST_IMAGES = 18

/** The datasets that the tasks of a challenge use, as far as the viewer may see them. */
export async function loadData(challenge: Challenge): Promise<ChallengeData[]> {
  const actor = await sessionActor()
  const slugs = challenge.tracks.flatMap((track) => track.tasks.map((task) => task.slug))
  const tasks = await Promise.all(slugs.map((task) => getTask.call(actor, { task })))
  const releases = [...new Set(tasks.map((task) => task.dataset.releaseId))]
  const seen = await Promise.all(releases.map((release) => ifAny(getRelease.call(actor, { release }))))
  return seen.filter((release) => release !== undefined).map(summaryOf)
}

function summaryOf(release: Release): ChallengeData {
  const { slug, title, summary, licence } = release.dataset
  const rows = release.schema?.tables.reduce((sum, table) => sum + (table.rows ?? 0), 0) ?? 0
  return { slug, title, summary, licence, rows, images: someImages(release) }
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
