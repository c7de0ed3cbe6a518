/** The address if it is one of this site, else `otherwise`: nobody is sent away by a link somebody else made. */
export function localPath(address: string | undefined, otherwise = '/'): string {
  const here = 'http://here.invalid'
  if (!address?.startsWith('/') || !URL.canParse(address, here)) return otherwise
  const { origin, pathname, search, hash } = new URL(address, here)
  // `/.//elsewhere` becomes `//elsewhere`, which a browser takes for another host
  if (origin !== here || pathname.startsWith('//')) return otherwise
  return `${pathname}${search}${hash}`
}
