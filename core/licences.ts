/** Licences by SPDX identifier, and expressions of them. */
import { SPDX_IDS } from './spdx-ids.ts'

/** A licence to pick: its SPDX identifier, its usual name and where its text stands. */
export interface Licence {
  id: string
  name: string
  url: string
}

const licence = (id: string, name: string, url = spdxAddress(id)): Licence => ({ id, name, url })
const commons = (path: string) => `https://creativecommons.org/${path}/`
const openData = (path: string) => `https://opendatacommons.org/licenses/${path}/1-0/`

/** The usual licences of data, most usual first; then those of code that data comes with. */
export const USUAL_LICENCES: readonly Licence[] = [
  licence('CC-BY-4.0', 'Creative Commons Attribution 4.0', commons('licenses/by/4.0')),
  licence('CC0-1.0', 'Creative Commons Zero (public domain)', commons('publicdomain/zero/1.0')),
  licence('CC-BY-SA-4.0', 'Creative Commons Attribution ShareAlike 4.0', commons('licenses/by-sa/4.0')),
  licence('CC-BY-NC-4.0', 'Creative Commons Attribution NonCommercial 4.0', commons('licenses/by-nc/4.0')),
  licence(
    'CC-BY-NC-SA-4.0',
    'Creative Commons Attribution NonCommercial ShareAlike 4.0',
    commons('licenses/by-nc-sa/4.0'),
  ),
  licence('CC-BY-ND-4.0', 'Creative Commons Attribution NoDerivatives 4.0', commons('licenses/by-nd/4.0')),
  licence('ODC-By-1.0', 'Open Data Commons Attribution 1.0', openData('by')),
  licence('ODbL-1.0', 'Open Database License 1.0', openData('odbl')),
  licence('PDDL-1.0', 'Open Data Commons Public Domain Dedication 1.0', openData('pddl')),
  licence(
    'CDLA-Permissive-2.0',
    'Community Data License Agreement Permissive 2.0',
    'https://cdla.dev/permissive-2-0/',
  ),
  licence(
    'CDLA-Sharing-1.0',
    'Community Data License Agreement Sharing 1.0',
    'https://cdla.dev/sharing-1-0/',
  ),
  licence('Unicode-3.0', 'Unicode License v3'),
  licence('MIT', 'MIT License'),
  licence('Apache-2.0', 'Apache License 2.0', 'https://www.apache.org/licenses/LICENSE-2.0'),
  licence('BSD-3-Clause', 'BSD 3-Clause License'),
]

/** Where SPDX explains a licence. */
function spdxAddress(id: string): string {
  return `https://spdx.org/licenses/${id}.html`
}

/** One licence of an expression. `url` is null for a `LicenseRef-…`, whose text the dataset's own pages must give. */
export interface NamedLicence {
  id: string
  name: string
  url: string | null
}

/** An expression that parsed: written the standard way, and the licences it names, each once. */
export interface LicenceExpression {
  expression: string
  licences: NamedLicence[]
}

const LICENCE_REF = /^(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+$/
const OPERATORS = ['AND', 'OR', 'WITH']

/**
 * Parses an SPDX licence expression (SPDX 2.3, annex D): identifiers, `LicenseRef-…`, `AND`, `OR`, `WITH`, brackets.
 * Identifiers may be in any case and come out as the list writes them.
 *
 * @returns the expression, or one sentence that says what is wrong and what to do.
 */
export function parseLicence(text: string): LicenceExpression | { problem: string } {
  const words = text.match(/[()]|[^\s()]+/g) ?? []
  const found = new Map<string, NamedLicence>()
  const written: string[] = []
  let depth = 0
  let wantsLicence = true
  let exception = false
  for (const word of words) {
    if (word === '(' || word === ')') {
      if (wantsLicence !== (word === '(') || exception) return misplaced(word)
      depth += word === '(' ? 1 : -1
      if (depth < 0) return misplaced(word)
      written.push(word)
    } else if (OPERATORS.includes(word.toUpperCase())) {
      if (wantsLicence) return misplaced(word)
      exception = word.toUpperCase() === 'WITH'
      wantsLicence = true
      written.push(word.toUpperCase())
    } else {
      if (!wantsLicence) return misplaced(word)
      const name = exception ? exceptionNamed(word) : licenceNamed(word)
      if (!name) return unknown(word, exception)
      if (!exception) found.set(name.id, name)
      written.push(name.id)
      wantsLicence = false
      exception = false
    }
  }
  if (wantsLicence || depth !== 0) {
    return {
      problem:
        'The licence is not complete; write an SPDX expression such as CC-BY-4.0 or MIT AND CC-BY-4.0.',
    }
  }
  return {
    expression: written.join(' ').replaceAll('( ', '(').replaceAll(' )', ')'),
    licences: [...found.values()],
  }
}

function licenceNamed(word: string): NamedLicence | undefined {
  if (LICENCE_REF.test(word)) return { id: word, name: word, url: null }
  const orLater = word.endsWith('+')
  const id = SPDX_IDS.get((orLater ? word.slice(0, -1) : word).toLowerCase())
  if (!id) return undefined
  const usual = USUAL_LICENCES.find((one) => one.id === id)
  const name = usual?.name ?? id
  return {
    id: orLater ? `${id}+` : id,
    name: orLater ? `${name} or later` : name,
    url: usual?.url ?? spdxAddress(id),
  }
}

/** Exceptions are no licences of their own; any well-formed name passes. */
function exceptionNamed(word: string): NamedLicence | undefined {
  return /^[A-Za-z0-9.-]+$/.test(word) ? { id: word, name: word, url: null } : undefined
}

function misplaced(word: string): { problem: string } {
  return {
    problem: `The licence has '${word}' where it cannot stand; write an SPDX expression such as CC-BY-4.0 or MIT AND CC-BY-4.0.`,
  }
}

function unknown(word: string, exception: boolean): { problem: string } {
  if (exception) return { problem: `'${word}' is no name of an SPDX exception.` }
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const close = [...SPDX_IDS.values()]
    .filter((id) => plain(id).startsWith(plain(word).slice(0, 5)))
    .slice(0, 3)
  const hint = close.length > 0 ? ` Do you mean ${close.join(', ')}?` : ''
  return {
    problem: `'${word}' is no SPDX licence.${hint} For terms of your own write LicenseRef-Name and give their text as terms of the dataset.`,
  }
}
