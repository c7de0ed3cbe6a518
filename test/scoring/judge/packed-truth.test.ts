/** A packed truth judges exactly as the truth it was made of. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { taskSpecSchema } from '#core/task.ts'
import { tableMemory } from '#scoring/align/key-machine.ts'
import type { OpenTable } from '#scoring/judge/opened-table.ts'
import { packTruth, unpackTruth } from '#scoring/judge/packed-truth.ts'
import { judgePredictions, prepareTruth } from '#scoring/judge.ts'
import { openTable } from '#scoring/readers/open-table.ts'
import { SeededRandom } from '../../helpers/seeded-random.ts'

const csv =
  (text: string): OpenTable =>
  (columns) =>
    openTable(Buffer.from(text), { columns })

const random = new SeededRandom(31)
const rows = Array.from({ length: 5000 }, (_, i) => i)
const label = () => 'abc'[random.below(3)]
const split = () => (random.next() < 0.4 ? 'public' : 'private')

const cases = [
  {
    name: 'labels with splits, classes from the truth',
    spec: { kind: 'classification' },
    truth: `id,label,split\n${rows.map((i) => `é${i},${label()},${split()}`).join('\n')}`,
    predictions: `id,prediction\n${random
      .permutation(5000)
      .map((i) => `é${i},${label()}`)
      .join('\n')}`,
  },
  {
    name: 'a file that misses, repeats and invents ids',
    spec: { kind: 'classification', classes: ['c', 'b', 'a'] },
    truth: `id,label\n${rows.map((i) => `${i},${label()}`).join('\n')}`,
    predictions: 'id,prediction\n3,a\n3,b\n9999,c\n0,z\n',
  },
  {
    name: 'labelled pairs',
    spec: { kind: 'matching-pairs', symmetric: true },
    truth: `id_left,id_right,label,split\n${rows.map((i) => `l${i},r${i},${i % 3 ? 0 : 1},${split()}`).join('\n')}`,
    predictions: `id_left,id_right,score\n${rows.map((i) => `r${i},l${i},${random.next()}`).join('\n')}`,
  },
  {
    name: 'a match list',
    spec: { kind: 'matching-pairs', truthForm: 'match-list' },
    truth: `id_left,id_right\n${rows.map((i) => `${i},${i}`).join('\n')}`,
    predictions: `id_left,id_right,score\n${rows.map((i) => `${i},${i + random.below(2)},${random.next()}`).join('\n')}`,
  },
]

describe('a packed truth', () => {
  for (const { name, spec: task, truth, predictions } of cases) {
    it(`judges as the truth itself: ${name}`, async () => {
      const spec = taskSpecSchema.parse(task)
      const prepared = await prepareTruth(spec, csv(truth))
      const packed = packTruth(prepared)
      assert.ok(packed)
      const expected = await judgePredictions(spec, prepared, csv(predictions), { whole: true })
      const unaligned = new Uint8Array(packed.length + 3).subarray(3)
      unaligned.set(packed)
      const inMachine = tableMemory(packed.length)
      inMachine.set(packed)
      for (const bytes of [packed, Buffer.from(packed), unaligned, inMachine]) {
        const judgement = await judgePredictions(spec, unpackTruth(bytes), csv(predictions), { whole: true })
        assert.deepEqual(judgement, expected)
      }
    })
  }
  it('is not made of forms that are read as they are', async () => {
    const spec = taskSpecSchema.parse({ kind: 'matching-pairs', truthForm: 'match-list' })
    const splits = await prepareTruth(spec, csv('id_left,id_right,split\n1,2,public\n'))
    assert.equal(packTruth(splits), null)
    const clusters = taskSpecSchema.parse({ kind: 'matching-clusters' })
    assert.equal(packTruth(await prepareTruth(clusters, csv('id,cluster_id\n1,x\n2,x\n'))), null)
  })
  it('is told from other bytes', () => {
    for (const text of ['', 'id,label', 'id,label\n1,a\n2,b\n']) {
      assert.throws(() => unpackTruth(Buffer.from(text)), TypeError)
    }
  })
})
