import { SeededRandom } from '#test/helpers/seeded-random.ts'
import { bad, type CorpusCase, good } from './corpus-case.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const rows = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('')

/** Tables of every dialect, that nobody should have trouble with. */
function ordinary(): CorpusCase[] {
  const text = 'id,name,x\n1,Ann,1.5\n2,"Bob, Jr.",\n3,"say ""hi""\nthere",-2\n'
  return [
    good('plain', text, 3, ['string', 'string', 'float64']),
    good('crlf', text.replaceAll('\n', '\r\n'), 3),
    good('cr only', 'a,b\r1,2\r3,4\r', 2),
    good('no newline at the end', text.trimEnd(), 3),
    good('byte order mark', `\ufeff${text}`, 3, ['string', 'string', 'float64']),
    good('utf-16 le', utf16(text), 3),
    good('utf-16 be', () => utf16(text).swap16(), 3),
    good('utf-16 tabs, as Excel writes it', utf16('a\tb\r\n1\tä\r\n'), 1),
    good('semicolons', 'a;b;c\n1;2;3\n4;5;6\n', 2, ['string', 'int64', 'int64']),
    good('semicolons and decimal commas', 'id;price\na;1,50\nb;22,75\n', 2, ['string', 'string']),
    good('semicolons, one row, commas in text', 'id;text\na;one, two, three\n', 1),
    good('tabs', 'a\tb\n1\tx, y; z\n2\t"t\tt"\n', 2),
    good('vertical bars', 'a|b|c\nx|1,2|3\ny|2,3|4\n', 2),
    good('commas with semicolons in text', 'id,text\n1,a;b;c\n2,d;e\n', 2),
    good('one column', 'word\nred\ngreen\n', 2),
    good('one column with empty cells', 'word\n\nred\n', 2),
    good('one cell', 'a\n1\n', 1),
    good('header only', 'a,b,c\n', 0),
    good('header without newline', 'a,b,c', 0),
    good('empty lines between and after', 'a,b\n\n1,2\n\n\n3,4\n\n', 2),
    good('all cells empty', 'a,b\n,\n,\n', 2),
    good('empty strings and nulls', 'a,b\n"",1\n,2\n', 2),
    good('quoted header', '"a","b,c","d ""e"""\n1,2,3\n', 1),
    good('newline in the header', '"a\nb",c\n1,2\n', 1),
    good('names in many scripts', 'größe,名前,имя,😀\n1,2,3,4\n', 1),
    good('right to left and combining', 'a,b\nשלום,e\u0301\n', 1),
    good('spaces are kept', ' a , b \n 1 , 2 \n', 1, ['string', 'string']),
    good('positions as names', '0,1,2\n0.5,1.5,2.5\n1.5,2.5,3.5\n', 2),
    good('doses as names', 'sample,0.5,1,2.5\na,1,2,3\nb,4,5,6\n', 2),
    good('days as names', 'country,2024-01-01,2024-01-02\nDE,1,2\nFR,3,4\n', 2),
    good('positions as names, counted on below', '1,2,3\n2,3,4\n3,4,5\n', 2),
    good('years as names', 'country,1990,1991,1992\nDE,1.5,2,3\nFR,2,3,4\n', 2),
    good('formulas as texts', 'a,b\n=1+1,+49 30 1234\n@x,-\n', 2),
    good('null words', 'a,b\nNA,null\nNaN,None\n', 2),
    good('ids with zeros', 'key,x\n007,1\n008,2\n', 2, ['string', 'int64']),
    good('beyond int64', 'k,n\na,9223372036854775808\nb,1\n', 2, ['string', 'string']),
    good('the largest int64', 'k,n\na,9223372036854775807\nb,-9223372036854775808\n', 2, ['string', 'int64']),
    good('beyond 2^53', 'k,n\na,9007199254740993\nb,1\n', 2, ['string', 'int64']),
    good('dates', 'k,d\na,2024-02-29\nb,1999-12-31\n', 2, ['string', 'date']),
    good('no such date', 'k,d\na,2023-02-29\nb,1999-12-31\n', 2, ['string', 'string']),
    good('instants', 'k,t\na,2024-01-01T00:00:00Z\nb,2024-01-01 10:00:00+02:00\n', 2, [
      'string',
      'timestamp',
    ]),
    good('truth values', 'k,b\na,true\nb,FALSE\n', 2, ['string', 'boolean']),
    good('special numbers', 'k,x\na,NaN\nb,-inf\nc,1e-300\nd,.5\n', 4, ['string', 'float64']),
    good('numbers that are too large', 'k,x\na,1e999\nb,1\n', 2, ['string', 'string']),
    good('image paths', 'k,picture\na,images/1.PNG\nb,x/y.webp\n', 2),
    good('mojibake is accepted, with a warning', 'k,x\na,cafÃ©\n', 1),
    good('a brace in the header', 'a{,b}\n1,2\n', 1),
    good('long cell', () => Buffer.from(`a,b\n${'x'.repeat(900_000)},1\n`), 1),
    good('long quoted cell', () => Buffer.from(`a,b\n"${'x\n'.repeat(2_000_000)}",1\n`), 1),
    good('1,992 columns', () => Buffer.from(wide(1992, 40)), 40),
    good('comment-like first cell', '#id,x\n1,2\n', 1),
    good('line separators within a cell', 'a,b\nx\u2028y\u0085,1\n', 1),
  ]
}

function wide(columns: number, count: number): string {
  const line = (cell: (j: number) => string) =>
    `${Array.from({ length: columns }, (_, j) => cell(j)).join(',')}\n`
  return line((j) => `c${j}`) + rows(count, (i) => line((j) => String((i * j) % 97)))
}

/** Files that are no table, or a damaged one. */
function broken(): CorpusCase[] {
  const longName = 'n'.repeat(5000)
  return [
    bad('empty', '', 'empty_file'),
    bad('only newlines', '\n\r\n\n', 'empty_file'),
    bad('only spaces', '   \t ', 'empty_file'),
    bad('only a byte order mark', '\ufeff', 'empty_file'),
    bad('only a utf-16 mark', Buffer.from([0xff, 0xfe]), 'empty_file'),
    bad('row too short', 'a,b,c\n1,2,3\n4,5\n', 'ragged_row'),
    bad('row too long', 'a,b\n1,2\n3,4,5\n', 'ragged_row'),
    bad('unquoted commas in a text', 'text\none, two\nthree\n', 'ragged_row'),
    bad('ragged semicolons', 'a;b;c\n1;2;3\n4;5\n6;7;8\n', 'ragged_row'),
    bad('quote never closed', 'a,b\n1,"x\n2,y\n', 'unterminated_quote'),
    bad('quote never closed in the header', 'a,"b\n1,2\n', 'unterminated_quote', 'bad_quote'),
    bad('text after a quote', 'a,b\n1,"x"y\n', 'bad_quote'),
    bad('quote within a cell', 'a,b\n1,x"y"\n', 'bad_quote'),
    bad('name twice', 'a,b,a\n1,2,3\n', 'duplicate_column'),
    bad('name missing', 'a,,c\n1,2,3\n', 'unnamed_column'),
    bad('index of a data frame', ',a,b\n0,1,2\n', 'unnamed_column'),
    bad('trailing comma in the header', 'a,b,\n1,2,\n', 'unnamed_column'),
    bad(
      'no header: iris',
      '5.1,3.5,1.4,0.2,setosa\n4.9,3.0,1.4,0.2,setosa\n',
      'missing_header',
      'duplicate_column',
    ),
    bad('no header: iris, all different', '5.1,3.5,1.4,0.2,a\n4.9,3.0,1.4,0.3,b\n', 'missing_header'),
    bad('no header: counted rows', '1,Ann,3.5\n2,Bob,4.5\n3,Cyd,1\n', 'missing_header'),
    bad('no header: counted rows of numbers', '1,2.5,3\n2,3.5,4\n3,4.5,5\n', 'missing_header'),
    bad('no header: days', '2024-01-01,3\n2024-01-02,4\n', 'missing_header'),
    bad('no header: zeros', '0,0\n1,2\n2,4\n', 'duplicate_column'),
    bad(
      'a pointer of Git LFS',
      `version https://git-lfs.github.com/spec/v1\noid sha256:00\n`,
      'looks_like_lfs_pointer',
    ),
    bad('arff', '@relation iris\n@attribute x numeric\n@data\n1\n', 'looks_like_arff'),
    bad('rtf', '{\\rtf1\\ansi hello}', 'looks_like_rtf'),
    bad('rds of R', Buffer.from([0x58, 0x0a, 0, 0, 0, 3]), 'looks_like_rdata'),
    bad('a line for Excel', 'sep=;\nid;x\n1;2\n', 'unnamed_column'),
    bad('first line empty', '\nid,x\n1,2\n', 'unnamed_column'),
    bad('a title above the names', 'My table\nid,x\n1,2\n', 'ragged_row'),
    bad('a line of comment', 'id,x\n# note\n1,2\n', 'ragged_row'),
    bad('no header: numbers', '17,4,9\n2,5,1\n', 'missing_header'),
    bad('latin-1', latin1('id,name\n1,caf\xe9\n'), 'not_utf8'),
    bad('windows-1252', latin1('id,name\n1,\x93quoted\x94\n'), 'not_utf8'),
    bad(
      'latin-1 after 300 kB',
      () => Buffer.concat([Buffer.from(`a,b\n${rows(40_000, (i) => `${i},x\n`)}`), latin1('1,\xfc\n')]),
      'not_utf8',
    ),
    bad('overlong utf-8', Buffer.from([...Buffer.from('a,b\n1,'), 0xc0, 0xaf, 0x0a]), 'not_utf8'),
    bad('surrogate in utf-8', Buffer.from([...Buffer.from('a,b\n1,'), 0xed, 0xa0, 0x80, 0x0a]), 'not_utf8'),
    bad('cut within a character', Buffer.from([...Buffer.from('a,b\n1,'), 0xe2, 0x82]), 'not_utf8'),
    bad('zero byte', 'a,b\n1,x\0y\n', 'nul_byte'),
    bad('utf-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), 'nul_byte'),
    bad('utf-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'looks_like_utf32'),
    bad('half a utf-16 unit', () => utf16('a,b\n1,2\n').subarray(0, -1), 'bad_utf16'),
    bad(
      'lone surrogate in utf-16',
      () => Buffer.concat([utf16('a,b\n1,'), Buffer.from([0x00, 0xd8, 0x0a, 0])]),
      'bad_utf16',
    ),
    bad('25,000 columns', () => Buffer.from(wide(25_000, 1)), 'too_many_columns'),
    bad('a name of 5,000 characters', `a,${longName}\n1,2\n`, 'name_too_long'),
    bad('a cell of 20 MB', () => Buffer.from(`a,b\n${'x'.repeat(20_000_000)},1\n`), 'cell_too_long'),
    bad('a quoted cell of 20 MB', () => Buffer.from(`a,b\n"${'x'.repeat(20_000_000)}",1\n`), 'cell_too_long'),
    bad('random bytes', () => randomBytes(20_000), 'not_utf8', 'nul_byte'),
    {
      ...bad(
        'a cell of 1 GB',
        () => Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(1 << 30, 0x78)]),
        'cell_too_long',
      ),
      isHeavy: true,
    },
    { ...good('20,000 columns', () => Buffer.from(wide(20_000, 60)), 60), isHeavy: true },
    { ...good('1,992 columns, 3,000 rows', () => Buffer.from(wide(1992, 3000)), 3000), isHeavy: true },
    {
      ...good(
        '500,000 rows',
        () => Buffer.from(`a,b,c\n${rows(500_000, (i) => `${i},word ${i % 7},${i / 8}\n`)}`),
        500_000,
      ),
      isHeavy: true,
    },
  ]
}

function randomBytes(size: number): Uint8Array {
  const random = new SeededRandom(3)
  return Uint8Array.from({ length: size }, () => random.below(256)).fill(0x80, 0, 1)
}

const WORDS = [
  'red',
  'blau',
  'vert, foncé',
  'two\nlines',
  'a "quote"',
  '',
  'x'.repeat(300),
  '名前',
  '1.5',
  '007',
]

/** Random good tables in random dialects. */
function* random(): Generator<CorpusCase> {
  const chance = new SeededRandom(11)
  for (let n = 0; n < 60; n++) {
    const delimiter = [',', ';', '\t', '|'][chance.below(4)]
    const newline = ['\n', '\r\n', '\r'][chance.below(3)]
    const width = 2 + chance.below(7)
    const count = 1 + chance.below(300)
    const cell = () => {
      const text = chance.below(3) === 0 ? WORDS[chance.below(WORDS.length)] : String(chance.below(10_000))
      return /[",;\t|\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    }
    // the first cell is never empty, so that no line is
    const line = (i: number) =>
      [`k${i}`, ...Array.from({ length: width - 1 }, cell)].join(delimiter) + newline
    const header = Array.from({ length: width }, (_, j) => `column ${j}`).join(delimiter) + newline
    const text = header + rows(count, line)
    const content = chance.below(4) === 0 ? utf16(text) : text
    yield good(`random ${n}: ${JSON.stringify(delimiter)} ${JSON.stringify(newline)}`, content, count)
    const at = chance.below(count)
    const spoiled =
      header +
      rows(count, (i) => (i === at ? `${line(i).slice(0, -newline.length)}${delimiter}9${newline}` : line(i)))
    if (count > 3) yield bad(`random ${n}, one row too long`, spoiled, 'ragged_row')
  }
}

export const csvCases: readonly CorpusCase[] = [...ordinary(), ...broken(), ...random()]
