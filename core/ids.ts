/** Identifiers: a prefix that says what it is, then 26 characters that sort by time of making (Crockford base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

export type IdPrefix =
  | 'usr'
  | 'tok'
  | 'dat'
  | 'rel'
  | 'tru'
  | 'upl'
  | 'cha'
  | 'trk'
  | 'tsk'
  | 'tch'
  | 'pha'
  | 'tea'
  | 'inv'
  | 'sub'
  | 'eva'
  | 'sco'
  | 'tri'
  | 'wor'
  | 'ses'
  | 'tlk'
  | 'awd'

/** A new identifier such as `sub_01k2…`: 48 bits of milliseconds and 80 random bits. */
export function newId(prefix: IdPrefix, nowMs: number = Date.now()): string {
  let time = ''
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time
  const random = crypto.getRandomValues(new Uint8Array(16))
  return `${prefix}_${time}${Array.from(random, (byte) => ALPHABET[byte & 31]).join('')}`
}

/** A secret of 160 random bits with a prefix that scanners recognise: `gst_…` for tokens, `gsi_…` for invitations. */
export function newSecret(prefix: 'gst' | 'gsi'): string {
  const random = crypto.getRandomValues(new Uint8Array(32))
  return `${prefix}_${Array.from(random, (byte) => ALPHABET[byte & 31]).join('')}`
}

/** `Émoji Grand Challenge!` → `emoji-grand-challenge`; at most 60 characters, never empty. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return slug.replace(/-+$/, '') || 'untitled'
}
