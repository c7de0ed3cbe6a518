/**
 * Which emoji are "the same if you ignore skin tone and gender". Unicode builds the variants of a person from parts
 * (a person, a skin tone, a gender sign), so the family is what remains of the code points without those parts.
 */

/** Skin tones 1 (light) to 5 (dark): the emoji modifiers of UTS #51. */
const TONES = ['1F3FB', '1F3FC', '1F3FD', '1F3FE', '1F3FF']

/** Invisible parts: presentation selector, joiner, and the signs for female and male when they modify a person. */
const JOINTS = new Set(['FE0F', '200D', '2640', '2642', ...TONES])

/** People whose gender is part of the character itself, and the neutral person of the same age. */
const NEUTRAL_PERSON: Record<string, string> = {
  '1F468': '1F9D1', // man → person
  '1F469': '1F9D1', // woman → person
  '1F466': '1F9D2', // boy → child
  '1F467': '1F9D2', // girl → child
  '1F474': '1F9D3', // old man → older person
  '1F475': '1F9D3', // old woman → older person
}

/** Old characters for what newer Unicode writes as a sequence of neutral people. */
const NEUTRAL_FORM: Record<string, string> = {
  '1F46B': '1F9D1-1F91D-1F9D1', // woman and man holding hands
  '1F46C': '1F9D1-1F91D-1F9D1', // men holding hands
  '1F46D': '1F9D1-1F91D-1F9D1', // women holding hands
  '1F48F': '1F9D1-2764-1F48B-1F9D1', // kiss
  '1F491': '1F9D1-2764-1F9D1', // couple with heart
  '1F478': '1FAC5', // princess → person with crown
  '1F934': '1FAC5', // prince → person with crown
  '1F930': '1FAC4', // pregnant woman → pregnant person
  '1FAC3': '1FAC4', // pregnant man → pregnant person
  '1F385': '1F9D1-1F384', // Santa Claus → Mx Claus
  '1F936': '1F9D1-1F384', // Mrs. Claus → Mx Claus
  '1F57A': '1F483', // man dancing and woman dancing
}

const MALE = new Set(['2642', '1F468', '1F466', '1F474', '1F934', '1FAC3', '1F385', '1F57A', '1F46C'])
const FEMALE = new Set(['2640', '1F469', '1F467', '1F475', '1F478', '1F930', '1F936', '1F483', '1F46D'])

/**
 * The family of an emoji without skin tone (pass the base emoji's hexcode for a toned one).
 *
 * @param hexcode code points in upper-case hexadecimal joined by `-`: `1F9D4-200D-2642-FE0F`
 * @returns a key equal for exactly the emoji that differ only in gender: `1F9D4`
 */
export function familyOf(hexcode: string): string {
  const kept = hexcode.split('-').filter((part) => !JOINTS.has(part))
  // the male and female signs are emoji of their own when nothing else remains
  if (kept.length === 0) return hexcode
  const neutral = kept.map((part) => NEUTRAL_PERSON[part] ?? part).join('-')
  return NEUTRAL_FORM[neutral] ?? neutral
}

/** The gender that the code points state: `man`, `woman`, or `none` when they state none or both. */
export function genderOf(hexcode: string): 'man' | 'woman' | 'none' {
  const parts = hexcode.split('-')
  if (familyOf(hexcode) === hexcode && parts.length <= 2 && /^(2640|2642)/.test(hexcode)) return 'none'
  const male = parts.some((part) => MALE.has(part))
  const female = parts.some((part) => FEMALE.has(part))
  if (male === female) return 'none'
  return male ? 'man' : 'woman'
}
