import { createHash } from 'node:crypto'

/** What is stored of a secret of 160 random bits: its sha256. (Passwords are weaker and get scrypt instead.) */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
