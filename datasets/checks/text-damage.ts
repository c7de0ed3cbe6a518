/** A kind of damage that text suffers on its way through programs, and how it looks. */
export interface DamageKind {
  what: string
  pattern: RegExp
}

/** What Windows-1252 makes of the bytes 0x80 to 0x9F, as far as it has letters for them. */
const HIGH_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
const CONTINUATION = `[\\u0080-\\u00bf${HIGH_1252}]`

/** The entities that one meets in scraped text; `&B;` in a code is none of them. */
const ENTITIES =
  'amp|lt|gt|quot|apos|nbsp|shy|copy|reg|trade|euro|pound|yen|deg|middot|bull|hellip|ndash|mdash|lsquo|rsquo|ldquo|rdquo|laquo|raquo|times|frac12|szlig|[aeiouyAEIOUY](?:uml|acute|grave|circ|ring)|[anoANO]tilde|[cC]cedil|[oO]slash|aelig|AElig'

/** The damage that is looked for. A capital A with tilde before an ordinary letter, as in `NÃO`, is no damage. */
export const DAMAGE_KINDS: readonly DamageKind[] = [
  { what: 'characters that were lost (U+FFFD)', pattern: /\ufffd/ },
  {
    what: 'UTF-8 that was read as Latin-1',
    pattern: new RegExp(
      `Ã${CONTINUATION}|Â[\\u00a0-\\u00aa\\u00ac-\\u00ba\\u00bc-\\u00bf]|â[\\u0080-\\u009f${HIGH_1252}]${CONTINUATION}|ð(?:Ÿ|\\u009f)${CONTINUATION}|ï¿½`,
    ),
  },
  {
    what: 'escapes such as \\u00e9 instead of letters',
    pattern: /\\u(?=[a-fA-F]{0,3}\d)[0-9a-fA-F]{4}|\\x[89a-fA-F][0-9a-fA-F]\b/,
  },
  {
    what: 'HTML entities such as &eacute;',
    pattern: new RegExp(`&(?:#\\d{2,6}|#x[0-9a-fA-F]{2,5}|${ENTITIES});`),
  },
]
