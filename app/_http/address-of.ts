import { proxySettings } from '#operations/settings.ts'

/** The caller's network address as far as it can be known, for rate limits. */
export function addressOf(headers: Headers): string | undefined {
  return callerAddress(headers.get('x-forwarded-for') ?? '', proxySettings().trustedProxies)
}

/**
 * The entry of X-Forwarded-For to believe. The last one is the address at the other end of our own connection
 * (bin/peer-address.ts writes it); before it stand what the proxies in front wrote, the nearest last, and before those
 * whatever the caller claims.
 *
 * @param trustedProxies how many of them there are, 0 or more; a caller who came past them counts by the first entry
 */
export function callerAddress(forwardedFor: string, trustedProxies: number): string | undefined {
  const hops = forwardedFor.split(',').map((hop) => hop.trim())
  return (hops.at(-1 - trustedProxies) ?? hops[0]) || undefined
}
