/**
 * Says what is wrong with a Croissant 1.1 document, after the specification and the rules that the official validator,
 * mlcroissant, applies: terms are looked up by their full addresses, as it does, so that a wrong context is noticed.
 */
type Json = Record<string, unknown>
/** A node whose keys are full addresses (`@…` keywords as they are). */
type Node = Json

const SC = 'https://schema.org/'
const CR = 'http://mlcommons.org/croissant/'
const DCT = 'http://purl.org/dc/terms/'

/** Terms that mlcroissant expects in a context and warns about when they are missing. */
const EXPECTED_TERMS =
  '@language @vocab arrayShape citeAs column conformsTo containedIn cr rai data dataType dct equivalentProperty examples extract field fileProperty fileObject fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate sc separator source subField transform'.split(
    ' ',
  )
const KNOWN_TYPES = new Set(
  ['Boolean', 'Date', 'Float', 'Integer', 'Text', 'URL', 'ImageObject', 'AudioObject'].map((t) => SC + t),
)
const FILE_PROPERTIES = ['content', 'filename', 'filepath', 'fullpath', 'lines', 'lineNumbers']
const TRANSFORMS = ['format', 'jsonPath', 'regex', 'replace', 'separator'].map((name) => CR + name)

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]
const nodesOf = (value: unknown): Node[] => listOf(value).filter(isObject)
const idOf = (value: unknown): string => (isObject(value) ? String(value['@id']) : '')

/** Full address of a term or a shortened name. */
function address(context: Json, term: string): string {
  if (term.startsWith('@')) return term
  const defined = context[term]
  const target = isObject(defined) ? defined['@id'] : defined
  const [prefix, rest] = String(target ?? term).split(':', 2)
  const base = context[prefix]
  if (rest !== undefined && typeof base === 'string' && !rest.startsWith('//')) return base + rest
  if (rest !== undefined) return String(target ?? term)
  return String(context['@vocab']) + term
}

/** Replaces every key by its full address; `@json` content stays as it is, `@vocab` values are resolved. */
function expand(context: Json, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => expand(context, one))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => {
      const kind = isObject(context[key]) ? context[key]['@type'] : undefined
      if (kind === '@json') return [address(context, key), inside]
      if (kind === '@vocab' || key === '@type')
        return [address(context, key), listOf(inside).map((one) => address(context, String(one)))]
      return [address(context, key), expand(context, inside)]
    }),
  )
}

class Findings {
  readonly problems: string[] = []
  require(holds: unknown, problem: string): void {
    if (!holds) this.problems.push(problem)
  }
}

const hasType = (node: Node, type: string) => listOf(node['@type'])[0] === type
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const areTexts = (value: unknown) => listOf(value).every(isText)
const isOfType = (node: unknown, types: readonly string[]) =>
  isObject(node) && types.some((type) => hasType(node, SC + type))

/** A day, or an instant, of the calendar. */
function isDate(value: unknown): boolean {
  const text = String(value)
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return false
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
}

/** Properties of schema.org that are one text where they are given. */
function checkTexts(found: Findings, where: string, node: Node, names: readonly string[]): void {
  for (const name of names) {
    const value = node[SC + name]
    found.require(value === undefined || isText(value), `${name} of ${where} should be one text`)
  }
}

function checkDataset(found: Findings, dataset: Node): void {
  found.require(hasType(dataset, `${SC}Dataset`), 'the document is no schema.org Dataset')
  found.require(
    dataset[`${DCT}conformsTo`] === 'http://mlcommons.org/croissant/1.1',
    'conformsTo is not Croissant 1.1',
  )
  for (const name of ['name', 'description', 'license', 'url', 'creator', 'datePublished', 'distribution'])
    found.require(dataset[SC + name], `property ${name} is mandatory`)
  checkTexts(found, 'the dataset', dataset, ['name', 'description', 'url', 'version', 'datePublished'])
  found.require(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(String(dataset[`${SC}version`])),
    'version is not MAJOR.MINOR.PATCH with numbers',
  )
  found.require(isDate(dataset[`${SC}datePublished`]), 'datePublished is no date')
  found.require(isText(dataset[`${CR}citeAs`]), 'citeAs, one text, is recommended')
  found.require(dataset[`${CR}isLiveDataset`] === false, 'a release is no live dataset')
  for (const name of ['keywords', 'sameAs'])
    found.require(areTexts(dataset[SC + name]), `${name} should be texts`)
  for (const licence of listOf(dataset[`${SC}license`]))
    found.require(isText(licence) || isOfType(licence, ['CreativeWork']), 'a license is no text')
  for (const creator of listOf(dataset[`${SC}creator`])) {
    found.require(isOfType(creator, ['Person', 'Organization']), 'a creator is no person or organisation')
    found.require(isObject(creator) && isText(creator[`${SC}name`]), 'a creator has no name')
  }
}

function checkDistribution(found: Findings, node: Node, ids: Map<string, Node>): void {
  const id = idOf(node)
  const isFile = hasType(node, `${CR}FileObject`)
  const isSet = hasType(node, `${CR}FileSet`)
  found.require(isFile || isSet, `${id} should be a cr:FileObject or cr:FileSet`)
  checkTexts(found, id, node, ['name', 'description', 'contentUrl', 'contentSize', 'sha256'])
  for (const name of ['name', 'encodingFormat']) found.require(node[SC + name], `${id} has no ${name}`)
  found.require(areTexts(node[`${SC}encodingFormat`]), `encodingFormat of ${id} should be texts`)
  for (const container of listOf(node[`${CR}containedIn`]))
    found.require(ids.has(idOf(container)), `${id} is contained in ${idOf(container)}, which does not exist`)
  found.require(node[`${SC}containedIn`] === undefined, `${id}: containedIn is not Croissant's`)
  if (isFile) {
    found.require(typeof node[`${SC}contentUrl`] === 'string', `${id} has no contentUrl`)
    found.require(/^[0-9a-f]{64}$/.test(String(node[`${SC}sha256`])), `${id} has no sha256`)
    found.require(/^\d+ B$/.test(String(node[`${SC}contentSize`])), `${id} has no size in bytes`)
  } else {
    const includes = node[`${CR}includes`]
    found.require(listOf(includes).length > 0 && areTexts(includes), `${id} has no includes`)
    found.require(node[`${CR}containedIn`], `${id} is contained in nothing`)
  }
}

/** What a source takes out of a file, and what becomes of it. */
function checkExtraction(found: Findings, where: string, source: Node): void {
  const extract = source[`${CR}extract`]
  if (extract !== undefined) {
    const given = isObject(extract) ? Object.entries(extract) : []
    found.require(given.length === 1 && isText(given[0][1]), `${where} should extract one thing`)
    for (const [kind, property] of given)
      found.require(
        kind !== `${CR}fileProperty` || FILE_PROPERTIES.includes(String(property)),
        `${where}: ${property} is no file property`,
      )
  }
  for (const transform of listOf(source[`${CR}transform`])) {
    const given = TRANSFORMS.filter((key) => isObject(transform) && isText(transform[key]))
    found.require(given.length === 1, `${where} should transform in one known way`)
    const regex = isObject(transform) ? transform[`${CR}regex`] : undefined
    // exactly one group: it is what the value becomes
    if (regex !== undefined)
      found.require(/\((?!\?)/.test(String(regex)) && new RegExp(String(regex)), `${where}: no group`)
  }
}

/** The node that a source or reference names, as mlcroissant reads it. */
function checkSource(found: Findings, where: string, source: unknown, ids: Map<string, Node>): string {
  if (!isObject(source)) {
    found.require(false, `${where} should be a node`)
    return ''
  }
  const choices = ['fileObject', 'fileSet', 'field'].filter((name) => source[CR + name] !== undefined)
  found.require(choices.length === 1, `${where} should name one of fileObject, fileSet or field`)
  const target = idOf(source[`${CR}${choices[0]}`])
  found.require(ids.has(target), `${where} names ${target}, which does not exist`)
  const kind = { fileObject: `${CR}FileObject`, fileSet: `${CR}FileSet`, field: `${CR}Field` }[choices[0]]
  const node = ids.get(target)
  found.require(node && kind && hasType(node, kind), `${where}: ${target} is no ${choices[0]}`)
  checkExtraction(found, where, source)
  return target
}

/** A field by itself. */
function checkField(found: Findings, field: Node, data: unknown): void {
  const name = idOf(field)
  found.require(hasType(field, `${CR}Field`), `${name} should be a cr:Field`)
  checkTexts(found, name, field, ['name', 'description'])
  for (const property of ['name', 'description'])
    found.require(field[SC + property], `${name} has no ${property}`)
  const types = listOf(field[`${CR}dataType`]).map(String)
  found.require(
    types.some((type) => KNOWN_TYPES.has(type)),
    `${name} has no data type that is known: ${types}`,
  )
  const isArray = field[`${CR}isArray`]
  found.require(isArray === undefined || typeof isArray === 'boolean', `${name}: isArray is no boolean`)
  found.require(field[`${CR}arrayShape`] === undefined || isArray, `${name} has a shape and is no array`)
  const given = [field[`${CR}source`], field[`${SC}value`], data].filter((one) => one !== undefined)
  found.require(
    given.length === 1,
    `${name} needs a source, a value or data, and has ${given.length} of them`,
  )
}

/** Records that stand in the document itself. */
function checkData(found: Findings, id: string, data: unknown, own: readonly string[]): void {
  if (data === undefined) return
  const lines = Array.isArray(data) ? data : []
  found.require(lines.length > 0, `${id}: data should be a list that is not empty`)
  for (const line of lines)
    found.require(
      isObject(line) && Object.keys(line).sort().join() === own.toSorted().join(),
      `${id}: a line of data has other keys`,
    )
}

/** Whether a source is a field of a record set, whose texts the loader has already turned into bytes. */
const isOfField = (source: unknown) => isObject(source) && source[`${CR}field`] !== undefined

/**
 * Sources and references, and that what comes from two places is joined in the way that mlcroissant's loader can: it
 * carries out the first join of a record set only, and finds a text of a field equal to no text of a file.
 */
function checkJoins(
  found: Findings,
  set: Node,
  ids: Map<string, Node>,
  parents: ReadonlyMap<string, string>,
): void {
  const sources = new Set<string>()
  const joins: { ends: string; alike: boolean }[] = []
  const parentOf = (target: string) => parents.get(target) ?? target
  for (const field of nodesOf(set[`${CR}field`])) {
    const [name, source, to] = [idOf(field), field[`${CR}source`], field[`${CR}references`]]
    const from =
      source === undefined ? undefined : parentOf(checkSource(found, `source of ${name}`, source, ids))
    if (from) sources.add(from)
    const target =
      to === undefined ? undefined : parentOf(checkSource(found, `reference of ${name}`, to, ids))
    if (!from || !target) continue
    joins.push({ ends: [from, target].sort().join(' '), alike: isOfField(source) === isOfField(to) })
  }
  const id = idOf(set)
  const all = [...sources].sort()
  if (all.length < 2) return
  const declared = joins.some(({ ends }) => ends === all.join(' '))
  found.require(all.length === 2 && declared, `${id} uses ${all.join(' and ')} without a join`)
  if (!declared) return
  found.require(joins[0].ends === all.join(' '), `${id} uses a join that is not its first`)
  found.require(joins[0].alike, `${id} joins a field with a file`)
}

function checkRecordSet(
  found: Findings,
  set: Node,
  ids: Map<string, Node>,
  parents: Map<string, string>,
): void {
  const id = idOf(set)
  found.require(hasType(set, `${CR}RecordSet`), `${id} should be a cr:RecordSet`)
  const fields = nodesOf(set[`${CR}field`])
  const own = fields.map(idOf)
  found.require(fields.length > 0, `${id} has no field`)
  for (const key of listOf(set[`${CR}key`]))
    found.require(own.includes(idOf(key)), `${id}: the key is no field of it`)
  const data = set[`${CR}data`]
  checkTexts(found, id, set, ['name', 'description'])
  checkData(found, id, data, own)
  for (const field of fields) checkField(found, field, data)
  checkJoins(found, set, ids, parents)
}

function checkIds(found: Findings, value: unknown): void {
  if (Array.isArray(value)) for (const one of value) checkIds(found, one)
  if (!isObject(value)) return
  if (typeof value['@id'] === 'string') {
    found.require(!/\s/.test(value['@id']), `the @id '${value['@id']}' has white space`)
    found.require(
      !/^[a-z]+:|(^|\/)\.\.?(\/|$)|[?#]/i.test(value['@id']),
      `the @id '${value['@id']}' is not relative`,
    )
  }
  for (const [key, inside] of Object.entries(value)) if (key !== '@context') checkIds(found, inside)
}

/** All that is wrong with a document; empty when it is valid. */
export function validateCroissant(document: Json): string[] {
  const found = new Findings()
  const context = isObject(document['@context']) ? document['@context'] : {}
  for (const term of EXPECTED_TERMS) found.require(term in context, `the context lacks ${term}`)
  checkIds(found, document)
  const dataset = expand(context, document) as Node
  checkDataset(found, dataset)
  const distribution = nodesOf(dataset[`${SC}distribution`])
  const sets = nodesOf(dataset[`${CR}recordSet`])
  const ids = new Map<string, Node>()
  const parents = new Map<string, string>()
  for (const node of [...distribution, ...sets, ...sets.flatMap((set) => nodesOf(set[`${CR}field`]))]) {
    found.require(typeof node['@id'] === 'string', 'a node has no @id')
    found.require(!ids.has(idOf(node)), `two nodes are called ${idOf(node)}`)
    ids.set(idOf(node), node)
  }
  for (const set of sets) for (const field of nodesOf(set[`${CR}field`])) parents.set(idOf(field), idOf(set))
  for (const node of distribution) checkDistribution(found, node, ids)
  for (const set of sets) checkRecordSet(found, set, ids, parents)
  return found.problems
}
