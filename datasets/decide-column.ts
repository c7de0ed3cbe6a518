import type { ColumnSchema, ColumnType, DatasetKind, Modality, Role } from './schema.ts'
import { type ColumnScan, MAX_CATEGORIES } from './stats/column-scan.ts'
import { PAIR_COLUMNS, SPLIT_COLUMN } from './table-names.ts'

/** What a column's neighbours tell about it. `idTaken` is set when a table's id has been found. */
export interface ColumnContext {
  kind: DatasetKind
  pairs: boolean
  idTaken: boolean
  firstName: string
  /** The first column whose name says id, if there is one. */
  idName?: string
}

type Decision = Pick<ColumnSchema, 'type' | 'modality' | 'role'> & { reason: string; categories?: string[] }

const LABEL_NAME = /^(?:label|label_.+|target|class)$/i
const ID_NAME = /^(?:id|.+_id|uuid|guid)$/i

/** Whether the name says that the column is a label or an id. */
export function isKeyName(name: string): boolean {
  return LABEL_NAME.test(name) || /^(?:id|uuid|guid)$/i.test(name)
}

/** What `decideColumn` must know of a table's columns, found once for all of them. */
export function columnContext(kind: DatasetKind, pairs: boolean, names: readonly string[]): ColumnContext {
  // a column named exactly id goes first, wherever it stands
  const idName = names.find((n) => /^id$/i.test(n)) ?? names.find((n) => ID_NAME.test(n))
  return { kind, pairs, idTaken: false, firstName: names[0] ?? '', idName }
}

function percent(part: number, whole: number): string {
  const share = whole ? (100 * part) / whole : 0
  return `${share > 99 || share < 1 ? share.toFixed(1).replace(/\.0$/, '') : Math.round(share)} %`
}

/** `about 1,234 different values in 2,000 cells`, the evidence that most reasons begin with. */
function evidence(scan: ColumnScan): string {
  const counted = (n: number, one: string) => `${n.toLocaleString('en-GB')} ${one}${n === 1 ? '' : 's'}`
  const about = scan.values.exact ? '' : 'about '
  return `${about}${counted(scan.distinct, 'different value')} in ${counted(scan.present, 'cell')}`
}

/** Categories in order: numbers by size, texts by code point. */
function listCategories(scan: ColumnScan): string[] | undefined {
  if (!scan.values.exact || scan.values.count > MAX_CATEGORIES) return undefined
  const values = [...scan.values.values]
  const numeric = values.every((v) => /^-?\d{1,15}$/.test(v))
  return values.sort((a, b) => (numeric ? Number(a) - Number(b) : 0) || (a < b ? -1 : a > b ? 1 : 0))
}

function decideLabel(scan: ColumnScan, context: ColumnContext): Decision {
  const categories = listCategories(scan)
  if (context.pairs && categories?.every((v) => v === '0' || v === '1')) {
    const reason = 'its name says label and its cells are 0 or 1: match label'
    return { type: 'int64', modality: 'categorical', role: 'label', reason }
  }
  const reason = `its name says label, ${evidence(scan)}: label, kept as exact strings`
  return { type: 'string', modality: 'categorical', role: 'label', reason, categories }
}

function decideId(name: string, scan: ColumnScan, context: ColumnContext): Decision | undefined {
  const id = (reason: string): Decision => ({ type: 'string', modality: 'id', role: 'id', reason })
  if (context.pairs) {
    const isEnd = (PAIR_COLUMNS as readonly string[]).includes(name)
    return isEnd ? id('its name is one of the two ends of a pair: id, kept as exact strings') : undefined
  }
  if (context.idTaken || scan.present === 0 || scan.nulls > 0) return undefined
  const named = context.idName
  // the estimate of different values is only good to a few per cent; the check of unique ids is exact
  const unique = scan.values.exact ? scan.distinct === scan.present : scan.distinct > 0.94 * scan.present
  if (named !== undefined) {
    if (name !== named) return undefined
    return id(`its name says id, ${evidence(scan)}: id, kept as exact strings`)
  }
  if (!unique || scan.meanWords > 1.01 || name !== context.firstName) return undefined
  // measurements and times differ in every row as well
  if ((scan.type !== 'string' && scan.type !== 'int64') || scan.decimalCommas > 0) return undefined
  return id('the first column, every cell different, one word each: id, kept as exact strings')
}

function whyNot(type: 'int64' | 'float64', scan: ColumnScan): string {
  const misfit = scan.misfits.get(type)
  return misfit ? `${quoted(misfit.text)} on line ${misfit.line} is not ${type}` : ''
}

function quoted(text: string): string {
  return `'${text}'`
}

/** Why a column that the file declares as something else is kept as strings, or nothing. */
function whyString({ declared, misfits }: ColumnScan): string {
  const wanted = declared?.candidates.at(-1)
  const misfit = wanted && misfits.get(wanted)
  // JSON's strings may be dates, but do not say that they are
  if (!declared || !misfit || declared.name === 'JSON strings') return ''
  return `declared ${declared.name}, but ${quoted(misfit.text)} on line ${misfit.line} is not ${wanted}; `
}

function decideString(scan: ColumnScan): Decision {
  const { distinct, present, meanWords, meanCodePoints, declared } = scan
  const string = (modality: Modality, reason: string, categories?: string[]): Decision => ({
    type: 'string',
    modality,
    role: 'feature',
    reason: `${whyString(scan)}${reason}`,
    categories,
  })
  if (present === 0) return string('categorical', 'every cell is empty: nothing to go by')
  if (scan.images === present) return string('image', 'every cell ends like an image file: image')
  const words = `mean ${meanWords.toFixed(1)} words`
  if (scan.decimalCommas === present) {
    const advice = 'numbers with a decimal comma: export them with a point to have them as numbers'
    return string('text', `${percent(distinct, present)} distinct strings, ${advice}`)
  }
  if (declared?.isCategory && scan.values.exact)
    return string('categorical', `declared a category, ${evidence(scan)}: categorical`, listCategories(scan))
  const few =
    scan.values.exact && (distinct <= 0.2 * present || (distinct <= 20 && distinct <= 0.5 * present))
  if ((few || distinct === 1) && meanWords < 8 && meanCodePoints < 100)
    return string('categorical', `${evidence(scan)}, ${words}: categorical`, listCategories(scan))
  return string('text', `${percent(distinct, present)} distinct strings, ${words}: text`)
}

function decideByType(scan: ColumnScan): Decision {
  const type: ColumnType = scan.type
  const said = scan.declared ? `declared ${scan.declared.name}` : ''
  const feature = (modality: Modality, reason: string): Decision => ({
    type,
    modality,
    role: 'feature',
    reason,
  })
  switch (type) {
    case 'boolean':
      return feature('boolean', `${said || 'every cell is true or false'}: boolean`)
    case 'int64':
      return feature('numeric', `${said || 'every cell is a whole number'}, ${evidence(scan)}: numeric`)
    case 'float64': {
      const whole = whyNot('int64', scan)
      return feature('numeric', `${said || 'every cell is a number'}${whole && `, ${whole}`}: numeric`)
    }
    case 'date':
      return feature('datetime', `${said || 'every cell is a date YYYY-MM-DD'}: datetime`)
    case 'timestamp': {
      const seen = 'every cell is an ISO 8601 instant (without a zone: UTC)'
      return feature('datetime', `${said || seen}: datetime`)
    }
    default:
      return decideString(scan)
  }
}

/**
 * Type, modality and role of one column from its evidence and its name, with the reason in words. Ids and labels
 * are strings, so that `007` stays `007`; a number with a leading zero or more digits than 64 bits hold is a string.
 * Sets `context.idTaken` when it takes the column for the table's id.
 */
export function decideColumn(name: string, scan: ColumnScan, context: ColumnContext): ColumnSchema {
  const decision = decideNamed(name, scan, context) ?? decideByType(scan)
  const { reason, categories, ...rest } = decision
  return { name, ...rest, nullable: scan.nulls > 0, ...(categories ? { categories } : {}), reason }
}

function decideNamed(name: string, scan: ColumnScan, context: ColumnContext): Decision | undefined {
  if (name === SPLIT_COLUMN) {
    const role: Role = 'ignore'
    const reason = 'its name says split: part of the test set, withheld from the release'
    return { type: 'string', modality: 'categorical', role, reason, categories: listCategories(scan) }
  }
  const records = context.kind === 'matching' && !context.pairs
  if (!records && LABEL_NAME.test(name)) return decideLabel(scan, context)
  const id = decideId(name, scan, context)
  if (id && !context.pairs) context.idTaken = true
  return id
}
