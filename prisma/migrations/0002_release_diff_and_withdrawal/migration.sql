-- AlterTable
ALTER TABLE "Release" ADD COLUMN     "diff" JSONB,
ADD COLUMN     "filesWithdrawn" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "rowIndexSha256" TEXT,
ADD COLUMN     "truthDiff" JSONB,
ADD COLUMN     "withdrawnAt" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawnReason" TEXT;

-- A release is immutable once it is ready: whatever program or person asks, its content, its number and its
-- withheld answers stay. It may be withdrawn, once. Deleting the whole dataset stays possible.
-- The semicolons of the function are written \x3b: the engine that runs this file cuts it at each of them.
CREATE FUNCTION keep_release() RETURNS trigger LANGUAGE plpgsql AS
  E'BEGIN RAISE EXCEPTION ''% of a finished release cannot be changed'', TG_TABLE_NAME\x3b END';

CREATE TRIGGER "Release_keep" BEFORE UPDATE ON "Release" FOR EACH ROW
  WHEN (
    OLD."status" IN ('ready', 'withdrawn') AND (
      (NEW."id", NEW."datasetId", NEW."version", NEW."readyAt")
        IS DISTINCT FROM (OLD."id", OLD."datasetId", OLD."version", OLD."readyAt")
      OR (NEW."schema", NEW."split", NEW."rowHash", NEW."rowIndexSha256")
        IS DISTINCT FROM (OLD."schema", OLD."split", OLD."rowHash", OLD."rowIndexSha256")
      OR (NEW."status" <> OLD."status" AND NEW."status" <> 'withdrawn')
    )
  )
  EXECUTE FUNCTION keep_release();

-- the key under which a file lies may change, when it moves to another store. What it holds may not
CREATE TRIGGER "ReleaseFile_keep"
  BEFORE UPDATE OF "releaseId", "path", "table", "format", "sizeBytes", "sha256", "rows" ON "ReleaseFile"
  FOR EACH ROW EXECUTE FUNCTION keep_release();
CREATE TRIGGER "Truth_keep"
  BEFORE UPDATE OF "releaseId", "name", "sha256", "rows", "publicRows", "classes" ON "Truth"
  FOR EACH ROW EXECUTE FUNCTION keep_release();
