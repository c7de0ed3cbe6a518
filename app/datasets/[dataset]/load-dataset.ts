import { cache } from 'react'
import type { z } from 'zod'
import { sessionActor } from '#app/_http/session.ts'
import { forPage, ifAny } from '#app/_ui/for-page.ts'
import { paths } from '#app/_ui/paths.ts'
import type { releaseView } from '#operations/datasets/dataset-view.ts'
import { getCitation } from '#operations/datasets/get-citation.ts'
import { getCroissant } from '#operations/datasets/get-croissant.ts'
import { getDataset } from '#operations/datasets/get-dataset.ts'
import { getRelease } from '#operations/datasets/get-release.ts'

export type Dataset = z.output<typeof getDataset.output>
export type Release = z.output<typeof releaseView>

/** The dataset of a page, read once per request. */
export const loadDataset = cache(async (slug: string): Promise<Dataset> => {
  return forPage(paths.dataset(slug), getDataset.call(await sessionActor(), { dataset: slug }))
})

/** A release of it. */
export async function loadRelease(dataset: string, release: string): Promise<Release> {
  return forPage(paths.release(dataset, release), getRelease.call(await sessionActor(), { release }))
}

/** What goes with a release for people and machines elsewhere; what cannot be had is left out. */
export async function loadDocuments(release: Release) {
  const actor = await sessionActor()
  const asked = { release: release.id }
  const hasCroissant =
    !release.withdrawn?.files && release.files.some(({ path }) => path === 'croissant.json')
  return {
    citation: await ifAny(getCitation.call(actor, asked)),
    croissant: hasCroissant ? await ifAny(getCroissant.call(actor, asked)) : undefined,
  }
}
