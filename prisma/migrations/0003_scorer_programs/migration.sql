-- CreateEnum
CREATE TYPE "ScorerStatus" AS ENUM ('checking', 'ready', 'refused');

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "scorerId" TEXT;

-- AlterTable
ALTER TABLE "Submission" ADD COLUMN     "faultBy" TEXT;

-- AlterTable
ALTER TABLE "Evaluation" ADD COLUMN     "privateHtmlKey" TEXT,
ADD COLUMN     "publicHtmlKey" TEXT,
ADD COLUMN     "scorerId" TEXT;

-- AlterTable
ALTER TABLE "JournalLine" ADD COLUMN     "scorerVersion" TEXT NOT NULL DEFAULT 'builtin-1';

-- CreateTable
CREATE TABLE "ScorerVersion" (
    "id" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" "ScorerStatus" NOT NULL DEFAULT 'checking',
    "filename" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "uploadKey" TEXT,
    "vaultKey" TEXT,
    "digest" TEXT,
    "manifest" JSONB,
    "problems" JSONB,
    "runtime" JSONB,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ScorerVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScorerTrial" (
    "id" TEXT NOT NULL,
    "scorerId" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "blobKey" TEXT NOT NULL,
    "outcome" TEXT,
    "result" JSONB,
    "createdById" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ScorerTrial_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ScorerVersion_taskId_number_key" ON "ScorerVersion"("taskId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ScorerVersion_taskId_digest_key" ON "ScorerVersion"("taskId", "digest");

-- CreateIndex
CREATE INDEX "ScorerTrial_scorerId_createdAt_idx" ON "ScorerTrial"("scorerId", "createdAt");

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_scorerId_fkey" FOREIGN KEY ("scorerId") REFERENCES "ScorerVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evaluation" ADD CONSTRAINT "Evaluation_scorerId_fkey" FOREIGN KEY ("scorerId") REFERENCES "ScorerVersion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScorerVersion" ADD CONSTRAINT "ScorerVersion_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScorerVersion" ADD CONSTRAINT "ScorerVersion_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScorerTrial" ADD CONSTRAINT "ScorerTrial_scorerId_fkey" FOREIGN KEY ("scorerId") REFERENCES "ScorerVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScorerTrial" ADD CONSTRAINT "ScorerTrial_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
