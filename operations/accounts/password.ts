/**
 * Passwords, kept as scrypt hashes (RFC 7914). The cost is one of those OWASP's Password Storage Cheat Sheet names
 * as equal (N = 2^15, r = 8, p = 3: 32 MiB and about a quarter of a second) and is written into every hash, so it
 * can be raised later while old hashes go on working.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { GrandstandError } from '#core/errors.ts'

export const PASSWORD_MIN_LENGTH = 10
export const PASSWORD_MAX_LENGTH = 1_000

interface Cost {
  /** log2 of N. */
  ln: number
  r: number
  p: number
}

const COST: Cost = { ln: 15, r: 8, p: 3 }
const KEY_BYTES = 32
const SALT_BYTES = 16
const HASH = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/**
 * Passes for a password we take, else throws `invalid_input` with what to change. Length is counted in characters,
 * not in bytes; nothing else is asked for, as NIST SP 800-63B advises.
 */
export function requireGoodPassword(password: string, email: string): void {
  const length = [...password].length
  if (length < PASSWORD_MIN_LENGTH) {
    throw weak(
      `The password has ${length} characters; use at least ${PASSWORD_MIN_LENGTH}. A few words in a row do well.`,
    )
  }
  if (length > PASSWORD_MAX_LENGTH)
    throw weak(`The password is longer than ${PASSWORD_MAX_LENGTH} characters.`)
  if (password.trim().toLowerCase() === email.toLowerCase()) {
    throw weak('The password is your e-mail address; choose something that others do not know.')
  }
  if (new Set(password).size < 3)
    throw weak('The password repeats one or two characters only; choose another.')
}

function weak(message: string): GrandstandError {
  return new GrandstandError('invalid_input', message, {
    problems: [{ column: 'password', code: 'weak_password', message }],
  })
}

/** A salted hash with its parameters: `$scrypt$ln=15,r=8,p=3$<salt>$<key>`, base 64 without padding. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, COST)
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${base64(salt)}$${base64(key)}`
}

/**
 * Whether the password belongs to the hash. Without a hash (no such account, or one without a password) it works as
 * long and then says no, so that the time taken does not tell which e-mails have accounts.
 */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const parts = HASH.exec(hash ?? '')
  if (!parts) {
    await derive(password, randomBytes(SALT_BYTES), COST)
    return false
  }
  const expected = Buffer.from(parts[5], 'base64')
  const key = await derive(password, Buffer.from(parts[4], 'base64'), costOf(parts))
  return key.length === expected.length && timingSafeEqual(key, expected)
}

/** Whether the hash was made with another cost than today's and should be made anew at the next sign-in. */
export function isOutdated(hash: string): boolean {
  const parts = HASH.exec(hash)
  if (!parts) return true
  const { ln, r, p } = costOf(parts)
  return ln !== COST.ln || r !== COST.r || p !== COST.p
}

function costOf(parts: RegExpExecArray): Cost {
  return { ln: Number(parts[1]), r: Number(parts[2]), p: Number(parts[3]) }
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r }
  return new Promise((resolve, reject) => {
    // the same characters typed on different keyboards may arrive composed or decomposed
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
