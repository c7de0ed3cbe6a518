import { randomUUID } from 'node:crypto'
import { authOptions } from '#app/_http/auth-options.ts'
import { problem } from '#app/_http/problem.ts'
import { runNextAuth } from '#app/_http/run-next-auth.ts'

function answer(request: Request): Promise<Response> {
  return runNextAuth(request, authOptions()).catch((error) => problem(error, randomUUID()))
}

export { answer as GET, answer as POST }
