import { Prisma } from '#prisma/generated/client.ts'

/** Whether an error says that a unique key is taken; the caller turns it into words a person understands. */
export function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
