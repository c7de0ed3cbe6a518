import type { Actor } from '#core/access.ts'
import { GrandstandError } from '#core/errors.ts'
import type { TaskSpec } from '#core/task.ts'
import { findMetric, listMetricInfos } from '#scoring/metrics/catalogue.ts'
import type { Db } from '#store/database.ts'
import { lockRelease } from '#store/datasets.ts'
import { mayBuildOn, visibleRelease } from '../datasets/dataset-access.ts'
import { releaseState } from '../datasets/release-state.ts'

/** Passes when the catalogue has all these metrics for the task's kind; else `invalid_input` with those it has. */
export function requireKnownMetrics(spec: TaskSpec, primaryMetric: string): void {
  for (const name of [primaryMetric, ...spec.metrics]) {
    if (findMetric(spec.kind, name)) continue
    const known = listMetricInfos(spec.kind).map((info) => info.name)
    throw new GrandstandError(
      'invalid_input',
      `There is no metric ${name} for ${spec.kind}; known: ${known.join(', ')}.`,
    )
  }
}

/**
 * A release's withheld answers by name, with the release's schema; the release stays as it is until the transaction ends.
 *
 * @throws GrandstandError `forbidden`, `not_found`, or `conflict` when no new task may use the release
 */
export async function requireTruth(tx: Db, actor: Actor, releaseId: string, name: string) {
  await lockRelease(tx, releaseId)
  const release = await visibleRelease(actor, releaseId, tx)
  if (!(await mayBuildOn(release.dataset, actor, tx))) {
    throw new GrandstandError(
      'forbidden',
      `${release.dataset.title} is not yours to give to the members of a challenge; ask who keeps it.`,
    )
  }
  if (release.status === 'withdrawn') {
    const why = `Release ${release.version} was withdrawn (${release.withdrawnReason ?? 'no reason given'})`
    throw new GrandstandError('conflict', `${why}; tasks that use it go on, a new one needs another release.`)
  }
  if (release.status !== 'ready') {
    throw new GrandstandError('conflict', `${releaseState(release.status)}; a task needs one that is ready.`)
  }
  const found = release.truths.find((truth) => truth.name === name)
  if (found) return { ...found, schema: release.schema }
  const names = release.truths.map((truth) => truth.name).join(', ') || 'none'
  throw new GrandstandError('not_found', `The release has no truth ${name}; it has: ${names}.`)
}

/** The spec with the classes of the answers, where it names none itself. */
export function withClasses(spec: TaskSpec, classes: string[]): TaskSpec {
  return spec.kind === 'classification' && !spec.classes ? { ...spec, classes } : spec
}
