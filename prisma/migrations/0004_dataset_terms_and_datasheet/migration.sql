-- AlterTable
ALTER TABLE "Dataset" ADD COLUMN     "datasheet" JSONB,
ADD COLUMN     "terms" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "termsVersion" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "TermsAcceptance" (
    "datasetId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "termsVersion" INTEGER NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TermsAcceptance_pkey" PRIMARY KEY ("datasetId","userId","termsVersion")
);

-- AddForeignKey
ALTER TABLE "TermsAcceptance" ADD CONSTRAINT "TermsAcceptance_datasetId_fkey" FOREIGN KEY ("datasetId") REFERENCES "Dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TermsAcceptance" ADD CONSTRAINT "TermsAcceptance_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
