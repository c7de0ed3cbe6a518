import { createHash } from 'node:crypto'

/**
 * What is stored of a token or an invitation: sha256 in hex. They hold 160 random bits, so a slow hash would add
 * nothing; passwords are weaker and get scrypt instead.
 */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
