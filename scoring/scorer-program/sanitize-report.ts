/**
 * Rewrites a program's HTML: every tag of the answer is written here, from a list of harmless elements and
 * attributes; what is not on the lists does not come through. Reads each character once, whatever the nesting, so a
 * hostile report costs no more than a long one. It is the second belt: the first is the frame without rights that it is shown in.
 */

const ELEMENTS = new Set(
  `a abbr article aside b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure
  footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strong sub
  summary sup table tbody td tfoot th thead time tr u ul var
  svg g defs symbol use path rect circle ellipse line polyline polygon text tspan clippath lineargradient
  radialgradient stop marker mask pattern`.split(/\s+/),
)

/** Elements whose content is no markup, or not to be shown: it goes with them. */
const WITHOUT_CONTENT = new Set(
  'script title textarea xmp iframe noembed noframes noscript template object applet math select'.split(' '),
)

const TEXT_ATTRIBUTES = new Set(['alt', 'aria-label', 'class', 'id', 'lang', 'title'])
const PLAIN_ATTRIBUTES = new Set(
  `align colspan cx cy d datetime dir dx dy gradienttransform gradientunits height href markerheight markerunits
  markerwidth maskunits offset opacity open orient patterntransform patternunits points preserveaspectratio r refx
  refy reversed role rowspan rx ry scope span spreadmethod src start style transform transform-origin valign version
  viewbox width x x1 x2 xlink:href y y1 y2 clip-path clip-rule clippathunits dominant-baseline fill fill-opacity
  fill-rule font-family font-size font-style font-weight letter-spacing marker-end marker-mid marker-start mask
  shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
  stroke-miterlimit stroke-opacity stroke-width text-anchor text-rendering vector-effect word-spacing`.split(
    /\s+/,
  ),
)

const TAG = /<(\/?)([a-zA-Z][^\s/>]*)/y
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/y

/**
 * @param html untrusted
 * @returns a fragment without scripts, event handlers, forms, frames and references to anything outside of itself
 */
export function sanitizeReport(html: string): string {
  const parts: string[] = []
  // ASCII only: other letters change their length, and positions have to stay
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    parts.push(html.slice(at, open < 0 ? html.length : open))
    if (open < 0) break
    at = afterMarkup(html, lower, open, parts)
  }
  return parts.join('').replaceAll('\0', '')
}

/** Writes what stands for the markup at `open` and gives the position after it. */
function afterMarkup(html: string, lower: string, open: number, parts: string[]): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  if (html[open + 1] === '!' || html[open + 1] === '?') return after(html, '>', open)
  TAG.lastIndex = open
  const match = TAG.exec(html)
  if (match === null) {
    parts.push('&lt;')
    return open + 1
  }
  const isEnd = match[1] === '/'
  const name = match[2].toLowerCase()
  const { attributes, end } = readAttributes(html, TAG.lastIndex)
  if (isEnd) {
    if (ELEMENTS.has(name)) parts.push(`</${name}>`)
    return end
  }
  if (name === 'style') {
    const close = indexOr(lower, '</style', end)
    const css = html.slice(end, close)
    if (!css.includes('&') && isHarmlessStyle(css)) parts.push(`<style>${css}</style>`)
    return after(html, '>', close)
  }
  if (WITHOUT_CONTENT.has(name)) return after(html, '>', indexOr(lower, `</${name}`, end))
  if (name === 'plaintext') return html.length
  if (ELEMENTS.has(name)) parts.push(`<${name}${attributes}>`)
  return end
}

function readAttributes(html: string, from: number): { attributes: string; end: number } {
  let attributes = ''
  const seen = new Set<string>()
  let at = from
  for (;;) {
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(html)
    if (match === null) break
    at = ATTRIBUTE.lastIndex
    const name = match[1].toLowerCase()
    // what this function writes comes out of it as it is
    const value = (match[2] ?? '').replace(/^(["'])([\s\S]*)\1$/, '$2').replaceAll('&quot;', '"')
    if (seen.has(name) || !isHarmless(name, value)) continue
    seen.add(name)
    attributes += ` ${name}="${value.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`
  }
  return { attributes, end: after(html, '>', at) }
}

function isHarmless(name: string, value: string): boolean {
  if (TEXT_ATTRIBUTES.has(name)) return true
  if (!PLAIN_ATTRIBUTES.has(name)) return false
  if (name === 'src') return /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/.test(value)
  if (name === 'href' || name === 'xlink:href') return /^#[\w.:-]*$/.test(value)
  return !value.includes('&') && isHarmlessStyle(value)
}

/** Styles may point to parts of the report (`url(#gradient)`) and to nothing else. */
function isHarmlessStyle(css: string): boolean {
  return !/[<\\\0]|@import|@font-face|expression|image-set|javascript|src\s*\(|url\s*\((?!\s*["']?#[\w-]+["']?\s*\))/i.test(
    css,
  )
}

function indexOr(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from)
  return found < 0 ? text.length : found
}

function after(html: string, wanted: string, from: number): number {
  const found = html.indexOf(wanted, from)
  return found < 0 ? html.length : found + wanted.length
}
