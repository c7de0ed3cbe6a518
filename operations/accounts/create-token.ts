import { z } from 'zod'
import { SCOPES } from '#core/access.ts'
import { newSecret } from '#core/ids.ts'
import { database } from '#store/database.ts'
import { insertToken } from '#store/tokens.ts'
import { defineOperation } from '../operation.ts'
import { secretHash } from '../secret-hash.ts'
import { showToken, tokenView } from './account-fields.ts'
import { requireSession } from './own-account.ts'

/** The longest a token can live. */
export const TOKEN_DAYS_MAX = 365
const DAY_MS = 86_400_000
/** `gst_` and eight characters: enough to tell tokens apart, and 120 unknown bits are left. */
const PREFIX_LENGTH = 12

export const createToken = defineOperation({
  name: 'createToken',
  method: 'POST',
  path: '/me/tokens',
  tag: 'accounts',
  summary: 'Make a token for scripts; its secret is shown this once',
  description:
    'Needs a browser session: a token cannot make tokens. Scopes beyond your role are allowed and begin to count when you get the role.',
  access: 'signed-in',
  scope: 'read',
  input: z.object({
    name: z.string().trim().min(1, 'is empty').max(100),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1, 'needs at least one scope')
      .transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope))),
    expiresInDays: z.coerce.number().int().min(1).max(TOKEN_DAYS_MAX).default(90),
  }),
  output: tokenView.extend({ secret: z.string() }),
  status: 201,
  async run(actor, { name, scopes, expiresInDays }, { now }) {
    const { userId } = requireSession(actor)
    const secret = newSecret('gst')
    const token = await insertToken(
      database(),
      {
        userId,
        name,
        scopes,
        hash: secretHash(secret),
        prefix: secret.slice(0, PREFIX_LENGTH),
        expiresAt: new Date(now.getTime() + expiresInDays * DAY_MS),
      },
      now,
    )
    return { ...showToken(token, now), secret }
  },
})
