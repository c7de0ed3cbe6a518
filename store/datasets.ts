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

/** Holds a release's row until the transaction ends. */
export async function lockRelease(tx: Db, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Release" WHERE id = ${id} FOR UPDATE`
}

/** Whether a person has accepted the rules of any of these challenges. */
export async function participatesInAny(db: Db, challengeIds: string[], userId: string): Promise<boolean> {
  const found = await db.participation.findFirst({ where: { userId, challengeId: { in: challengeIds } } })
  return found !== null
}

/** One file of a release by its path, images included. */
export async function findReleaseFile(db: Db, releaseId: string, path: string) {
  return (await db.releaseFile.findUnique({ where: { releaseId_path: { releaseId, path } } })) ?? undefined
}
