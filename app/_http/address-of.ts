/**
 * The caller's network address: the last one of X-Forwarded-For, which the nearest proxy (or Next itself, from the
 * socket) wrote; the ones before it are whatever the caller claims.
 */
export function addressOf(headers: Headers): string | undefined {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || undefined
}
