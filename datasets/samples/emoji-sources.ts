import type { SampleManifest, SampleSource } from './sample-dataset.ts'

const WORDS: SampleSource = {
  part: 'Names, keywords, short codes, groups, subgroups and versions',
  title: 'emojibase-data 17.0.0',
  authors: 'Miles Johnson and the emojibase contributors, after Unicode CLDR',
  url: 'https://github.com/milesj/emojibase',
  licence: 'MIT',
}

const OPENMOJI: SampleSource = {
  part: 'OpenMoji drawings, tags, artists and dates',
  title: 'OpenMoji 17.0.0',
  authors: 'The OpenMoji project (HfG Schwäbisch Gmünd) and the artists named in column artist',
  url: 'https://openmoji.org',
  licence: 'CC-BY-SA-4.0',
}

const TWEMOJI: SampleSource = {
  part: 'Twemoji drawings',
  title: 'Twemoji 15.0.0',
  authors: 'Twitter, Inc and other contributors',
  url: 'https://github.com/jdecked/twemoji',
  licence: 'CC-BY-4.0',
}

const WORDS_CREDIT = 'Words and groups from emojibase-data (MIT, Miles Johnson).'
const OPENMOJI_CREDIT =
  'Emojis designed by OpenMoji, the open-source emoji and icon project, licensed CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).'
const TWEMOJI_CREDIT =
  'Twemoji graphics, copyright Twitter, Inc and other contributors, licensed CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).'
const CHANGES =
  'The vector drawings were rendered to PNG of 72 × 72 pixels; texts were taken over as they are, except that short codes have spaces for underscores.'

/** What a manifest says about rights. */
export type Rights = Pick<SampleManifest, 'licence' | 'sources' | 'attribution' | 'changes'>

/** OpenMoji drawings with words from emojibase: shared alike, as OpenMoji asks. */
export const OPENMOJI_RIGHTS: Rights = {
  licence: 'CC-BY-SA-4.0 AND MIT',
  sources: [OPENMOJI, WORDS],
  attribution: `${OPENMOJI_CREDIT} ${WORDS_CREDIT}`,
  changes: CHANGES,
}

/** Twemoji drawings with words from emojibase. */
export const TWEMOJI_RIGHTS: Rights = {
  licence: 'CC-BY-4.0 AND MIT',
  sources: [TWEMOJI, WORDS],
  attribution: `${TWEMOJI_CREDIT} ${WORDS_CREDIT}`,
  changes: CHANGES,
}

/** Both sets of drawings side by side; each keeps its own licence. */
export const BOTH_RIGHTS: Rights = {
  licence: 'CC-BY-SA-4.0 AND CC-BY-4.0 AND MIT',
  sources: [OPENMOJI, TWEMOJI, WORDS],
  attribution: `${OPENMOJI_CREDIT} ${TWEMOJI_CREDIT} ${WORDS_CREDIT}`,
  changes: CHANGES,
}
