/** One Set-Cookie line as the values that Next's cookie jar takes. */
export interface CookieToSet {
  name: string
  value: string
  path?: string
  expires?: Date
  maxAge?: number
  httpOnly?: boolean
  secure?: boolean
  sameSite?: 'lax' | 'strict' | 'none'
}

/** Reads a Set-Cookie header line; attributes that the jar has no place for are left out. */
export function parseSetCookie(line: string): CookieToSet {
  const [pair, ...attributes] = line.split(';').map((part) => part.trim())
  const split = pair.indexOf('=')
  const cookie: CookieToSet = {
    name: pair.slice(0, split),
    value: decodeURIComponent(pair.slice(split + 1)),
  }
  for (const attribute of attributes) {
    const [name, value = ''] = attribute.split(/=(.*)/s)
    const key = name.toLowerCase()
    if (key === 'path') cookie.path = value
    else if (key === 'expires') cookie.expires = new Date(value)
    else if (key === 'max-age') cookie.maxAge = Number(value)
    else if (key === 'httponly') cookie.httpOnly = true
    else if (key === 'secure') cookie.secure = true
    else if (key === 'samesite') cookie.sameSite = value.toLowerCase() as CookieToSet['sameSite']
  }
  return cookie
}
