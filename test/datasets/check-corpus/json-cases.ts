import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { bad, type CorpusCase, good } from './corpus-case.ts'

function ordinary(): CorpusCase[] {
  return [
    good('json lines', '{"id":"a","x":1.5}\n{"id":"b","x":2}\n', 2, ['string', 'float64']),
    good('no newline at the end', '{"a":1}\n{"a":2}', 2),
    good('crlf', '{"a":1}\r\n{"a":2}\r\n', 2),
    good('byte order mark', '\ufeff{"a":1}\n', 1),
    good('utf-16', Buffer.from('\ufeff{"a":"é"}\n', 'utf16le'), 1),
    good('empty lines', '\n{"a":1}\n\n  \n{"a":2}\n\n', 2),
    good('white space', ' { "a" : 1 , "b" : "x" } \n{"b":"y","a":2}', 2, ['string', 'string']),
    good('missing fields', '{"a":1}\n{"b":2}\n{"c":3,"a":4}\n', 3),
    good('nulls', '{"a":null,"b":null}\n{"a":1,"b":null}\n', 2, ['int64', 'string']),
    good('an empty object', '{"a":1}\n{}\n', 2),
    good('escapes', '{"a":"\\u00e9\\n\\"\\\\\\/\\ud83d\\ude00"}\n', 1),
    good('large whole numbers', '{"k":"a","n":9007199254740993}\n{"k":"b","n":1}\n', 2, ['string', 'int64']),
    good('beyond int64', '{"k":"a","n":18446744073709551616}\n{"k":"b","n":2}\n', 2, ['string', 'string']),
    good('texts that look like numbers', '{"k":"x","z":"007"}\n{"k":"y","z":"8"}\n', 2, ['string', 'string']),
    good('dates', '{"k":"x","d":"2024-01-01"}\n{"k":"y","d":"2024-01-02"}\n', 2, ['string', 'date']),
    good('truth values', '{"k":"x","b":true}\n{"k":"y","b":false}\n', 2, ['string', 'boolean']),
    good('mixed kinds', '{"k":"x","m":1}\n{"k":"y","m":"one"}\n', 2, ['string', 'string']),
    good('exponents', '{"k":"x","m":1e5}\n{"k":"y","m":-2.5E-3}\n', 2, ['string', 'float64']),
    good('one object', '{"a":1}', 1),
    good('a name with an escape', '{"a\\u0062":1}\n{"ab":2}\n', 2),
    good('2,000 fields', () => Buffer.from(`${object(2000)}\n`.repeat(20)), 20),
    good('a text of 2 MB', () => Buffer.from(`{"a":"${'x'.repeat(2_000_000)}"}\n`), 1),
  ]
}

const object = (fields: number, from = 0) =>
  `{${Array.from({ length: fields }, (_, i) => `"f${from + i}":${i}`).join(',')}}`

function broken(): CorpusCase[] {
  const line = (text: string) => `{"a":1}\n${text}\n`
  const wrong = Object.entries({
    'cut off': '{"a":1,"b"',
    'trailing comma': '{"a":1,}',
    'single quotes': "{'a':1}",
    'bare name': '{a:1}',
    'leading zero': '{"a":01}',
    'plus sign': '{"a":+1}',
    NaN: '{"a":NaN}',
    Infinity: '{"a":-Infinity}',
    hexadecimal: '{"a":0x1f}',
    None: '{"a":None}',
    'no colon': '{"a" 1}',
    'two objects': '{"a":1}{"a":2}',
    'text after': '{"a":1} x',
    'control character': '{"a":"x\ty"}',
    'unknown escape': '{"a":"\\x41"}',
    'half a surrogate pair': '{"a":"\\ud83d"}',
    'text not closed': '{"a":"x}',
    'point without digits': '{"a":1.}',
    'empty value': '{"a":}',
    'a bare word': 'hello',
    'a number': '17',
    comment: '// {"a":1}',
  })
  return [
    ...wrong.map(([name, text]) => bad(name, line(text), 'bad_json')),
    bad('nested object', line('{"a":{"b":1}}'), 'nested_value'),
    bad('list', line('{"a":[1,2]}'), 'nested_value'),
    bad('nested very deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`, 'nested_value'),
    bad('name twice', line('{"a":1,"a":2}'), 'duplicate_key'),
    bad('name twice, once escaped', line('{"b":1,"\\u0062":2}'), 'duplicate_key'),
    bad('a list under a very long name', line(`{"${'n'.repeat(100_000)}":[1]}`), 'nested_value'),
    bad('a text of 17 MB', () => Buffer.from(`{"a":"${'x'.repeat(17 << 20)}"}\n`), 'cell_too_long'),
    bad('a list per line', line('[1,2]'), 'not_an_object'),
    bad('one list', '[{"a":1},{"a":2}]', 'looks_like_json'),
    bad('one list, pretty', '[\n  {\n    "a": 1\n  }\n]\n', 'looks_like_json'),
    bad('one object, pretty', '{\n  "a": 1,\n  "b": 2\n}\n', 'looks_like_json'),
    bad('a data frame by columns', '{"a":{"0":1,"1":2}}', 'nested_value'),
    bad('empty name', '{"":1}\n', 'unnamed_column'),
    bad('no fields', '{}\n{}\n', 'empty_file'),
    bad('latin-1', Buffer.from('{"a":"caf\xe9"}\n', 'latin1'), 'not_utf8'),
    bad('zero byte', '{"a":"x\0"}\n', 'nul_byte'),
    bad(
      'too many fields',
      () => Buffer.from(Array.from({ length: 30 }, (_, i) => `${object(1000, i * 1000)}\n`).join('')),
      'too_many_columns',
    ),
    bad(
      'each line with a field of its own',
      () => Buffer.from(Array.from({ length: 19_000 }, (_, i) => `{"f${i}":${i}}\n`).join('')),
      'too_many_columns',
    ),
    bad('a line without end', () => Buffer.from(`{"a":"${'x'.repeat(70_000_000)}`), 'line_too_long'),
  ]
}

/** Random good tables, and the same with one line spoiled. */
function* random(): Generator<CorpusCase> {
  const chance = new SeededRandom(12)
  const values = ['null', 'true', '-1.5e3', '12345678901234567890', '"x"', '"\\u00e9"', '0', '""']
  for (let n = 0; n < 25; n++) {
    const names = Array.from({ length: 1 + chance.below(9) }, (_, j) => `f${j}`)
    const count = 1 + chance.below(200)
    const lines = Array.from({ length: count }, (_, i) => {
      const fields = chance.permutation(names.length).filter((j) => j === 0 || chance.below(4) > 0)
      return `{${fields.map((j) => `"${names[j]}":${j === 0 ? i : values[chance.below(values.length)]}`).join(',')}}`
    })
    yield good(`random ${n}`, `${lines.join('\n')}\n`, count)
    const at = chance.below(count)
    const spoiled = lines.map((line, i) => (i === at ? line.slice(0, -1) : line))
    yield bad(`random ${n}, one line spoiled`, `${spoiled.join('\n')}\n`, 'bad_json')
  }
}

export const jsonCases: readonly CorpusCase[] = [...ordinary(), ...broken(), ...random()]
