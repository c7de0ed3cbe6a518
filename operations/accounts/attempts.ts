/** How often somebody may try to sign in or up, per account and per network address. */
import { isIPv6 } from 'node:net'
import { GrandstandError } from '#core/errors.ts'
import { database } from '#store/database.ts'
import { clearAttempts, countAttempt, uncountAttempt } from '#store/rate-windows.ts'

interface Limit {
  attempts: number
  windowMinutes: number
}

/** Generous per address, because a whole institute may sit behind one. Only failures count towards signing in. */
export const LIMITS = {
  'sign-in account': { attempts: 10, windowMinutes: 15 },
  'sign-in address': { attempts: 100, windowMinutes: 15 },
  'sign-up address': { attempts: 300, windowMinutes: 60 },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof LIMITS

/**
 * Counts an attempt before it is made, so that many at once cannot slip through together.
 *
 * @throws GrandstandError `too_many_requests` with the seconds to wait.
 */
export async function admitAttempt(name: LimitName, subject: string, now: Date): Promise<void> {
  const limit: Limit = LIMITS[name]
  const { count, resetsAt } = await countAttempt(
    database(),
    `${name} ${subject}`,
    limit.windowMinutes * 60_000,
    now,
  )
  if (count <= limit.attempts) return
  const seconds = Math.max(1, Math.ceil((resetsAt.getTime() - now.getTime()) / 1000))
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  throw new GrandstandError(
    'too_many_requests',
    `There were more than ${limit.attempts} attempts in ${limit.windowMinutes} minutes. Try again in ${wait}.`,
    { retryAfterSeconds: seconds },
  )
}

/** Takes an attempt back that turned out well. */
export async function excuseAttempt(name: LimitName, subject: string): Promise<void> {
  await uncountAttempt(database(), `${name} ${subject}`)
}

/** Forgets all earlier attempts. */
export async function forgetAttempts(name: LimitName, subject: string): Promise<void> {
  await clearAttempts(database(), `${name} ${subject}`)
}

/**
 * What counts as one address: an IPv4 address, or the first 64 bits of an IPv6 address, because everybody with IPv6
 * has at least 2^64 of them.
 */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  if (!isIPv6(address)) return address.slice(0, 64)
  const [head, tail] = address.toLowerCase().split('%')[0].split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right].slice(0, 4)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}
