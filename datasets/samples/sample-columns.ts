import type { ColumnSchema } from '../schema.ts'

/** A column of one sample table; every feature keeps the same name and meaning in every dataset. */
function column(
  name: string,
  type: ColumnSchema['type'],
  modality: ColumnSchema['modality'],
  description: string,
  more: Partial<ColumnSchema> = {},
): ColumnSchema {
  return { name, type, modality, role: 'feature', nullable: false, description, ...more }
}

/** An opaque id; numbered in a seeded order that says nothing about Unicode's. */
export function idColumn(name: string, description: string): ColumnSchema {
  return column(name, 'string', 'id', description, { role: 'id' })
}

/** A label whose classes are declared in this order. */
export function labelColumn(name: string, description: string, categories: string[]): ColumnSchema {
  return column(name, 'string', 'categorical', description, { role: 'label', categories })
}

/** Whether a pair matches: 1 or 0. */
export function matchColumn(name: string, description: string): ColumnSchema {
  return column(name, 'int64', 'categorical', description, { role: 'label' })
}

/** Part of the test set a row belongs to; withheld from the release. */
export const SPLIT_COLUMN = column('split', 'string', 'categorical', 'Part of the test set.', {
  role: 'ignore',
  categories: ['public', 'private'],
})

export const FEATURE = {
  image: column('image', 'string', 'image', 'Drawing, 72 × 72 pixels, PNG with transparent background.'),
  name: column('name', 'string', 'text', 'English short name of the emoji in Unicode CLDR.'),
  keywords: column('keywords', 'string', 'text', 'English keywords in Unicode CLDR, separated by commas.', {
    nullable: true,
  }),
  germanName: column('name', 'string', 'text', 'German short name of the emoji in Unicode CLDR.'),
  germanKeywords: column(
    'keywords',
    'string',
    'text',
    'German keywords in Unicode CLDR, separated by commas.',
    {
      nullable: true,
    },
  ),
  shortCode: column(
    'title',
    'string',
    'text',
    'First short code in emojibase’s list, as words: `wave tone1`.',
  ),
  openmojiTags: column(
    'tags',
    'string',
    'text',
    'Tags of the OpenMoji project itself; most drawings have none.',
    {
      nullable: true,
    },
  ),
  artist: column('artist', 'string', 'categorical', 'Who drew it for OpenMoji.'),
  drawnOn: column('drawn_on', 'date', 'datetime', 'When OpenMoji received the drawing.'),
  version: column('emoji_version', 'float64', 'numeric', 'Version of the emoji standard that introduced it.'),
  codePoint: column('code_point', 'int64', 'numeric', 'First Unicode code point, in decimal.'),
  codePointCount: column('code_point_count', 'int64', 'numeric', 'Number of Unicode code points.'),
  presentation: column(
    'presentation',
    'string',
    'categorical',
    'Shown as a picture (`emoji`) or as a sign (`text`) by default.',
    { categories: ['emoji', 'text'] },
  ),
  gender: column('gender', 'string', 'categorical', 'Gender that the code points state.', {
    categories: ['man', 'woman', 'none'],
  }),
  drawingBytes: column(
    'drawing_bytes',
    'int64',
    'numeric',
    'Size of the vector drawing: a measure of its detail.',
    {
      unit: 'byte',
    },
  ),
} as const
