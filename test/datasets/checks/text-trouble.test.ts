import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAddress, findTelephone } from '#datasets/checks/personal-data.ts'
import { DAMAGE_KINDS } from '#datasets/checks/text-damage.ts'
import { TextTrouble } from '#datasets/checks/text-trouble.ts'
import type { Modality, TableSchema } from '#datasets/schema.ts'
import { seeded, toBatches } from '../generated-table.ts'

function look(cells: (string | null)[], modality: Modality = 'text') {
  const table: TableSchema = {
    name: 'train',
    columns: [{ name: 'c', type: 'string', modality, role: 'feature', nullable: true }],
  }
  const trouble = new TextTrouble(table)
  for (const batch of toBatches(
    table,
    cells.map((cell) => [cell]),
    7,
  ))
    trouble.observe(batch)
  return trouble.checks()
}

/** What a program makes of UTF-8 that it reads as Windows-1252. */
function misread(text: string): string {
  return new TextDecoder('windows-1252').decode(Buffer.from(text, 'utf8'))
}

const ACCENTED = 'àâäåæçèéêëìíîïñòóôöøùúûüýÿßÀÂÄÅÇÈÉÊÖØÜ€–—“”’…'

test('law: every accented letter that was misread is noticed, and no text as it should be is', () => {
  const fires = (text: string) => DAMAGE_KINDS.some(({ pattern }) => pattern.test(text))
  for (const letter of ACCENTED) {
    assert.ok(fires(`caf${misread(letter)}s`), `${letter} as ${misread(letter)}`)
    assert.ok(!fires(`caf${letter}s`), letter)
  }
  for (const clean of [
    ...[
      'São Paulo',
      'SÃO PAULO',
      'MAÇÃ',
      'Âge',
      '«Â»',
      '日本語',
      'emoji 👩🏽‍🚀',
      'AT&T',
      'R&D; Q&A;',
      'a & b',
    ],
    ...['C:\\users\\ana', '\\udead beef', 'x = a && b;', 'page?a=1&copy=2', '100 %', '\\n', 'Ünïcödé'],
  ]) {
    assert.ok(!fires(clean), clean)
  }
})

test('each kind of damage is told with its count and a place', () => {
  const cells = [
    'plain',
    'lost \ufffd letter',
    misread('café'),
    'caf\\u00e9',
    'caf&eacute;',
    null,
    'fish &amp; chips',
  ]
  const [found, ...others] = look(cells)
  assert.deepEqual([found.code, found.severity, others.length], ['text_damage', 'warning', 0])
  assert.match(found.message, /^5 of 6 \(83 %\) cells of 'c'/)
  for (const kind of ['1 with characters', '1 with UTF-8', '1 with escapes', '2 with HTML']) {
    assert.ok(found.message.includes(kind), `${kind} not in ${found.message}`)
  }
})

test('addresses and telephone numbers are found, shown only in part', () => {
  const people = ['anna.smith@uni-mannheim.de', 'Write to BOB+x@mail.co.uk now', '<joe_1@sub.domain.org>']
  for (const text of people) assert.match(findAddress(text) ?? text, /^[a-zA-Z]…@/)
  const numbers = [
    ...['+49 621 181-2500', 'call +4915112345678 now', 'Tel.: 0621 1812500', '(0621) 181 2500'],
    ...['(555) 123-4567', 'phone: 555-123-4567', '+1 (555) 123-4567', 'Fax 0621/1812500'],
  ]
  for (const text of numbers) assert.match(findTelephone(text) ?? text, /…$/, text)
  const [mail, ...rest] = look([...people, 'nobody here'])
  assert.deepEqual([mail.code, rest.length], ['personal_data', 0])
  assert.ok(!JSON.stringify(mail).includes('smith'))
})

test('ids, codes, prices, dates and examples are no personal data', () => {
  for (const text of ['icon@2x.png', 'a@b', 'me@example.org', '@handle', 'user@localhost', 'x @ y.com 3']) {
    assert.equal(findAddress(text), undefined, text)
  }
  for (const text of [
    ...[
      '555-123-4567',
      'ISBN 978-3-16-148410-0',
      'EAN 4006381333931',
      '2026-01-31 12:00:00',
      '1,234,567,890',
    ],
    ...['10.1145/3292500.3330701', 'J. Data 12 (2019) 1234-1250', 'Samsung phone 8 64 128 256', 'SKU +123'],
    ...[
      'mobile 2019 2020 2021',
      '192.168.100.200',
      'lat 49.4874592 lon 8.4660395',
      '4+12345678',
      '00491234567',
    ],
  ]) {
    assert.equal(findTelephone(text), undefined, text)
  }
  assert.deepEqual(look(['+4915112345678', '+4915112345679'], 'id'), [])
})

test('law: random codes of digits, letters and dashes are never taken for people', () => {
  const random = seeded(3)
  const any = (letters: string) => letters[Math.floor(random() * letters.length)]
  const codes = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 6 + Math.floor(random() * 14) }, () => any('0123456789-ABCxyz.')).join(''),
  )
  assert.deepEqual(look(codes), [])
})
