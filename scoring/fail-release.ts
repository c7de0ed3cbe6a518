import { GrandstandError, type Problem } from '#core/errors.ts'
import { transaction } from '#store/database.ts'
import { announce } from '#store/events.ts'

/** Ends a release's registration with what is wrong, so that the organiser can mend the files and send them again. */
export async function failRelease(releaseId: string, error: unknown): Promise<void> {
  const problems = problemsOf(error)
  await transaction(async (tx) => {
    // a job that failed late must not touch a release that another run of it has finished
    await tx.release.updateMany({
      where: { id: releaseId, status: { in: ['inspecting', 'building'] } },
      data: { status: 'failed', problems: problems as unknown as object },
    })
    announce(tx, { kind: 'release', releaseId })
  })
}

function problemsOf(error: unknown): Problem[] {
  if (error instanceof GrandstandError) {
    return error.problems.length ? [...error.problems] : [{ code: error.code, message: error.message }]
  }
  const message =
    'The platform failed several times while reading these files; tell the operator. Nothing is lost.'
  return [{ code: 'internal', message }]
}
