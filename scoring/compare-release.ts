import { join } from 'node:path'
import type { BuiltRelease } from '#datasets/build-release.ts'
import type { Check } from '#datasets/checks/check.ts'
import { diffRelease, movedChecks } from '#datasets/diff-release.ts'
import { diffTruth } from '#datasets/diff-truth.ts'
import type { ReleaseDiff, TruthDiff } from '#datasets/diff-types.ts'
import { parseSchema } from '#datasets/schema.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { findPreviousRelease, type ReleaseRecord } from '#store/datasets.ts'
import { vault } from '#store/vault.ts'
import { fetchBlob } from './fetch-blob.ts'

/** What is known of a release by comparing it with the one before; empty for a first one. */
export interface Comparison {
  diff?: ReleaseDiff
  /** Of withheld answers: for organisers only. */
  truthDiff?: TruthDiff
  checks: Check[]
}

/** Where a release's row index lies in the object store. It is no file of the release. */
export function rowIndexKey(releaseId: string): string {
  return `row-indexes/${releaseId}`
}

/**
 * Compares a release that was just written with the newest finished one before it.
 *
 * @param files the job's folder, and the new release's withheld answers and row index in it
 */
export async function compareRelease(
  release: ReleaseRecord,
  built: BuiltRelease,
  { folder, truthFolder, rowIndexFile }: { folder: string; truthFolder: string; rowIndexFile: string },
): Promise<Comparison> {
  const previous = await findPreviousRelease(database(), release)
  if (!previous?.schema) return { checks: [] }
  const { id, version, rowIndexSha256 } = previous
  const rowIndex = rowIndexSha256 === null ? undefined : join(folder, 'previous.index')
  if (rowIndex && rowIndexSha256) await fetchBlob(blobs(), rowIndexKey(id), rowIndexSha256, rowIndex)
  const before = { schema: parseSchema(previous.schema), rowIndex }
  const diff = diffRelease({ id, version }, before, { schema: built.schema, rowIndex: rowIndexFile })
  const shared = previous.truths.filter(({ name }) => built.truth.some((truth) => truth.definition === name))
  const truths = []
  for (const [i, truth] of shared.entries()) {
    const path = join(folder, `previous-truth-${i}.csv`)
    await fetchBlob(vault(), truth.vaultKey, truth.sha256, path)
    const now = built.truth.find(({ definition }) => definition === truth.name)
    if (now) truths.push({ definition: truth.name, before: path, after: join(truthFolder, now.path) })
  }
  const truthDiff = await diffTruth(truths, built.schema.kind === 'matching')
  return { diff, truthDiff, checks: movedChecks(diff) }
}
