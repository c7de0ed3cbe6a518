import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'
import { defineOperation } from '../operation.ts'

export const getHealth = defineOperation({
  name: 'getHealth',
  method: 'GET',
  path: '/health',
  tag: 'system',
  summary: 'Whether the web process reaches its database and its object store',
  access: 'anyone',
  scope: 'read',
  input: z.object({}),
  output: z.object({ status: z.literal('ok') }),
  errors: ['unavailable'],
  async run() {
    try {
      await database().$queryRaw`SELECT 1`
      await blobs().check()
    } catch (error) {
      throw new GrandstandError('unavailable', 'The database or the object store does not answer.', {
        cause: error,
      })
    }
    return { status: 'ok' as const }
  },
})
