import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId, newSecret, slugOf } from '#core/ids.ts'

describe('ids', () => {
  it('sort by time of making and do not repeat', () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => newId('sub', 1_800_000_000_000 + i))
    assert.deepEqual([...ids].sort(), ids)
    assert.equal(new Set(ids.map((id) => id.slice(14))).size, ids.length)
    assert.match(ids[0], /^sub_[0-9a-hjkmnp-tv-z]{26}$/)
  })

  it('secrets have 160 random bits', () => {
    assert.match(newSecret('gst'), /^gst_[0-9a-hjkmnp-tv-z]{32}$/)
    assert.notEqual(newSecret('gst'), newSecret('gst'))
  })
})

describe('slugOf', () => {
  for (const [title, slug] of [
    ['Émoji Grand Challenge!', 'emoji-grand-challenge'],
    ['  --a--b  ', 'a-b'],
    ['表', 'untitled'],
    ['x'.repeat(80), 'x'.repeat(60)],
  ]) {
    it(`${JSON.stringify(title)} → ${slug}`, () => assert.equal(slugOf(title), slug))
  }
})
