import type { Prisma } from '#prisma/generated/client.ts'
import type { Db } from './database.ts'

const DATASET_PARTS = {
  releases: {
    orderBy: { version: 'desc' },
    include: { tasks: { select: { track: { select: { challengeId: true } } } } },
  },
} as const satisfies Prisma.DatasetInclude

export type DatasetRecord = Prisma.DatasetGetPayload<{ include: typeof DATASET_PARTS }>

/** A dataset by slug or id with its releases, newest first. */
export async function findDataset(db: Db, slugOrId: string): Promise<DatasetRecord | undefined> {
  const found = await db.dataset.findFirst({
    where: { OR: [{ slug: slugOrId }, { id: slugOrId }] },
    include: DATASET_PARTS,
  })
  return found ?? undefined
}

export function listDatasets(db: Db): Promise<DatasetRecord[]> {
  return db.dataset.findMany({ include: DATASET_PARTS, orderBy: { createdAt: 'desc' } })
}

const RELEASE_PARTS = {
  dataset: { include: DATASET_PARTS },
  // a release may hold many thousand images; they are found one by one
  files: { where: { format: { not: 'image' } }, orderBy: { path: 'asc' } },
  truths: { select: { id: true, name: true, rows: true, publicRows: true, classes: true } },
  sources: { orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.ReleaseInclude

/** A release with its files, its sources and what is public about its truths (never the answers). */
export type ReleaseRecord = Prisma.ReleaseGetPayload<{ include: typeof RELEASE_PARTS }>

export async function findRelease(db: Db, id: string): Promise<ReleaseRecord | undefined> {
  return (await db.release.findUnique({ where: { id }, include: RELEASE_PARTS })) ?? undefined
}

/**
 * The release that this one is compared with: the newest finished one before it whose files were not withdrawn, with
 * where its answers lie in the vault.
 */
export async function findPreviousRelease(
  db: Db,
  { datasetId, version }: { datasetId: string; version: number },
) {
  const found = await db.release.findFirst({
    where: {
      ...{ datasetId, version: { lt: version }, filesWithdrawn: false },
      status: { in: ['ready', 'withdrawn'] },
    },
    orderBy: { version: 'desc' },
    include: { truths: true },
  })
  return found ?? undefined
}

/** Holds a release's row until the transaction ends. */
export async function lockRelease(tx: Db, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Release" WHERE id = ${id} FOR UPDATE`
}

/** What ties a person to datasets: their challenges, and which terms they accepted. */
export interface DatasetTies {
  /** Ids of challenges whose rules they accepted. */
  participating: ReadonlySet<string>
  /** Ids of challenges that they organise. */
  organising: ReadonlySet<string>
  /** The newest version of its terms that they accepted, by the dataset's id. */
  accepted: ReadonlyMap<string, number>
}

/** Nobody's ties. */
export const NO_TIES: DatasetTies = { participating: new Set(), organising: new Set(), accepted: new Map() }

/** A person's ties to all datasets at once: three short lists. */
export async function findDatasetTies(db: Db, userId: string): Promise<DatasetTies> {
  const participations = await db.participation.findMany({
    where: { userId },
    select: { challengeId: true },
  })
  const organised = await db.challengeOrganiser.findMany({ where: { userId }, select: { challengeId: true } })
  const acceptances = await db.termsAcceptance.groupBy({
    by: ['datasetId'],
    where: { userId },
    _max: { termsVersion: true },
  })
  return {
    participating: new Set(participations.map((one) => one.challengeId)),
    organising: new Set(organised.map((one) => one.challengeId)),
    accepted: new Map(acceptances.map((one) => [one.datasetId, one._max.termsVersion ?? 0])),
  }
}

/** Keeps that a person accepted a version of a dataset's terms; a second time changes nothing. */
export async function insertAcceptance(
  tx: Db,
  acceptance: { datasetId: string; userId: string; termsVersion: number; acceptedAt: Date },
): Promise<Date> {
  const { datasetId, userId, termsVersion } = acceptance
  const kept = await tx.termsAcceptance.upsert({
    where: { datasetId_userId_termsVersion: { datasetId, userId, termsVersion } },
    create: acceptance,
    update: {},
  })
  return kept.acceptedAt
}

/** When somebody accepted this version of a dataset's terms, if they did. */
export async function findAcceptedAt(
  db: Db,
  key: { datasetId: string; userId: string; termsVersion: number },
): Promise<Date | undefined> {
  const found = await db.termsAcceptance.findUnique({ where: { datasetId_userId_termsVersion: key } })
  return found?.acceptedAt
}

/** Who accepted a dataset's terms, newest first. */
export function listAcceptances(db: Db, datasetId: string) {
  return db.termsAcceptance.findMany({
    where: { datasetId },
    include: { user: { select: { id: true, name: true, email: true } } },
    orderBy: { acceptedAt: 'desc' },
  })
}

/** Holds a dataset's row until the transaction ends. */
export async function lockDataset(tx: Db, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Dataset" WHERE id = ${id} FOR UPDATE`
}

/** One file of a release by its path, images included. */
export async function findReleaseFile(db: Db, releaseId: string, path: string) {
  return (await db.releaseFile.findUnique({ where: { releaseId_path: { releaseId, path } } })) ?? undefined
}
