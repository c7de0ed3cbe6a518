import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { familyOf, genderOf } from './emoji-family.ts'
import { seededOrder } from './seeded-order.ts'

/** One emoji with what three independent projects say about it and draw for it. */
export interface EmojiRecord {
  /** Code points in upper-case hexadecimal joined by `-`; unique. */
  hexcode: string
  /** CLDR's English short name: `waving hand: light skin tone`. */
  name: string
  /** CLDR's English keywords; none for skin-tone variants. */
  keywords: string[]
  /** Unicode's group, for example `food-drink`; never `component`. */
  group: string
  /** Unicode's subgroup, for example `food-fruit`. */
  subgroup: string
  /** Version of the emoji standard that introduced it: 0.6 to 17. */
  version: number
  /** Whether it is shown as a picture (`emoji`) or as a letter-like sign (`text`) unless asked otherwise. */
  presentation: 'emoji' | 'text'
  gender: 'man' | 'woman' | 'none'
  /** 0 for none, 1 (light) to 5 (dark). */
  tone: number
  /** Equal for the emoji that differ only in skin tone and gender. */
  family: string
  codePoints: number[]
  /** CLDR's German short name and keywords. */
  german: { name: string; keywords: string[] }
  /** First name in emojibase's own short-code list, as words: `wave tone1`. */
  shortcode: string
  openmoji: { tags: string; artist: string; drawnOn: string; colourSvg: string; lineSvg: string }
  /** The Twemoji drawing; Twemoji 15.0 has none for the emoji that came after it. */
  twemojiSvg: string | undefined
}

interface EmojibaseEntry {
  hexcode: string
  label: string
  tags?: string[]
  type: 0 | 1
  group?: number
  subgroup?: number
  version: number
  tone?: number | number[]
  skins?: EmojibaseEntry[]
}

interface OpenmojiEntry {
  hexcode: string
  openmoji_tags: string
  openmoji_author: string
  openmoji_date: string
}

/** A package's folder, so that the sample works wherever npm put it. */
function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as T
}

/** Twemoji names its files in lower case without leading zeros, and drops the presentation selector from short ones. */
function twemojiFile(folder: string, hexcode: string): string | undefined {
  const full = hexcode.toLowerCase().replace(/^0+/, '')
  return [full, full.replaceAll('-fe0f', '')]
    .map((name) => join(folder, `${name}.svg`))
    .find((file) => existsSync(file))
}

/**
 * All emoji of Unicode 17 outside the group `component`, in Unicode's order, from emojibase-data (MIT), openmoji
 * (CC-BY-SA 4.0) and @twemoji/svg (graphics CC-BY 4.0). Pairs of people with two different skin tones are left out:
 * 380 drawings that differ in a few pixels.
 *
 * @param options.limit keep about this many emoji without skin tone, in whole families and from every subgroup
 */
export function emojiRecords({ limit }: { limit?: number } = {}): EmojiRecord[] {
  const emojibase = packageFolder('emojibase-data')
  const openmoji = packageFolder('openmoji')
  const twemoji = packageFolder('@twemoji/svg')
  const meta = readJson<Record<'groups' | 'subgroups', Record<string, string>>>(emojibase, 'meta/groups.json')
  const codes = readJson<Record<string, string | string[]>>(emojibase, 'en/shortcodes/emojibase.json')
  const german = new Map(
    readJson<EmojibaseEntry[]>(emojibase, 'de/data.json')
      .flatMap((base) => [base, ...(base.skins ?? [])])
      .map((entry) => [entry.hexcode, entry]),
  )
  const drawings = new Map(
    readJson<OpenmojiEntry[]>(openmoji, 'data/openmoji.json').map((entry) => [entry.hexcode, entry]),
  )

  const describe = (entry: EmojibaseEntry, base: EmojibaseEntry): EmojiRecord[] => {
    const drawing = drawings.get(entry.hexcode)
    if (drawing === undefined || Array.isArray(entry.tone)) return []
    const group = meta.groups[String(base.group)]
    const svg = `${entry.hexcode}.svg`
    return [
      {
        hexcode: entry.hexcode,
        name: entry.label,
        keywords: entry.tags ?? [],
        group,
        subgroup: meta.subgroups[String(base.subgroup)],
        version: entry.version,
        presentation: entry.type === 1 ? 'emoji' : 'text',
        gender: genderOf(base.hexcode),
        tone: entry.tone ?? 0,
        family: familyOf(base.hexcode),
        codePoints: entry.hexcode.split('-').map((part) => Number.parseInt(part, 16)),
        german: {
          name: german.get(entry.hexcode)!.label,
          keywords: german.get(entry.hexcode)!.tags ?? [],
        },
        shortcode: [codes[entry.hexcode]].flat()[0].replaceAll('_', ' '),
        openmoji: {
          tags: drawing.openmoji_tags,
          artist: drawing.openmoji_author,
          drawnOn: drawing.openmoji_date,
          colourSvg: join(openmoji, 'color/svg', svg),
          lineSvg: join(openmoji, 'black/svg', svg),
        },
        twemojiSvg: twemojiFile(twemoji, entry.hexcode),
      },
    ]
  }
  const records = readJson<EmojibaseEntry[]>(emojibase, 'en/data.json')
    .filter((entry) => entry.group !== undefined && meta.groups[String(entry.group)] !== 'component')
    .flatMap((base) => [base, ...(base.skins ?? [])].flatMap((entry) => describe(entry, base)))
  return limit === undefined ? records : keepSome(records, limit)
}

/** Whole families, at least three of every subgroup, so that a small sample still has every class in every split. */
function keepSome(records: EmojiRecord[], limit: number): EmojiRecord[] {
  const share = limit / records.filter((record) => record.tone === 0).length
  const families = Map.groupBy(
    Map.groupBy(records, (record) => record.family).entries(),
    ([, members]) => members[0].subgroup,
  )
  const kept = new Set<string>()
  for (const ofSubgroup of families.values()) {
    const count = Math.max(3, Math.round(ofSubgroup.length * share))
    for (const [family] of seededOrder(ofSubgroup, 'limit', ([key]) => key).slice(0, count)) kept.add(family)
  }
  return records.filter((record) => kept.has(record.family))
}
