import { sessionActor } from '#app/_http/session.ts'
import { getRelease } from '#operations/datasets/get-release.ts'
import { listDatasets } from '#operations/datasets/list-datasets.ts'

export interface TruthOption {
  /** Release id and name of the truth, with a space between. */
  value: string
  title: string
}

/** The answers that a task can be judged by: those of the newest ready release of every dataset. */
export async function listTruths(): Promise<TruthOption[]> {
  const actor = await sessionActor()
  const { datasets } = await listDatasets.call(actor, {})
  const options = datasets.map(async (dataset): Promise<TruthOption[]> => {
    const newest = dataset.releases.find((release) => release.status === 'ready')
    if (!newest) return []
    const { truths } = await getRelease.call(actor, { release: newest.id })
    return truths.map((truth) => ({
      value: `${newest.id} ${truth.name}`,
      title: `${dataset.title}, release ${newest.version}: ${truth.name} (${truth.rows} rows)`,
    }))
  })
  return (await Promise.all(options)).flat()
}
