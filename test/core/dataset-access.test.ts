import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DatasetStanding, dataAccess, VISIBILITIES } from '#core/dataset-access.ts'

const bools = [false, true]
const versions = [0, 1, 2]

/** Every standing there can be. */
const STANDINGS: DatasetStanding[] = VISIBILITIES.flatMap((visibility) =>
  bools.flatMap((keeps) =>
    bools.flatMap((organises) =>
      bools.flatMap((participates) =>
        versions.flatMap((termsVersion) =>
          versions.map((acceptedVersion) => ({
            ...{ visibility, keeps, organises, participates, termsVersion, acceptedVersion },
          })),
        ),
      ),
    ),
  ),
)

const NOBODY = { keeps: false, organises: false, participates: false, acceptedVersion: 0 }
const RANK = { nothing: 0, 'read-terms': 1, data: 2 } as const

test('public data is for everybody, whatever the terms', () => {
  for (const standing of STANDINGS.filter(({ visibility }) => visibility === 'public'))
    assert.equal(dataAccess(standing), 'data')
})

test('who keeps a dataset or organises a challenge on it has it', () => {
  for (const standing of STANDINGS.filter(({ keeps, organises }) => keeps || organises))
    assert.equal(dataAccess(standing), 'data')
})

test('strangers get nothing but public data', () => {
  for (const visibility of ['members', 'organisers'] as const)
    assert.equal(dataAccess({ visibility, termsVersion: 0, ...NOBODY }), 'nothing')
})

test('members have the data once they accepted the present terms, and until then only the terms', () => {
  const member = { ...NOBODY, visibility: 'members', participates: true } as const
  assert.equal(dataAccess({ ...member, termsVersion: 0 }), 'data')
  assert.equal(dataAccess({ ...member, termsVersion: 1 }), 'read-terms')
  assert.equal(dataAccess({ ...member, termsVersion: 1, acceptedVersion: 1 }), 'data')
  assert.equal(dataAccess({ ...member, termsVersion: 2, acceptedVersion: 1 }), 'read-terms')
  const organisersOnly = { ...member, visibility: 'organisers' } as const
  assert.equal(dataAccess({ ...organisersOnly, termsVersion: 1, acceptedVersion: 1 }), 'nothing')
})

test('standing nearer never takes anything away', () => {
  for (const standing of STANDINGS) {
    for (const nearer of [
      { keeps: true },
      { organises: true },
      { participates: true },
      { acceptedVersion: 9 },
    ]) {
      assert.ok(RANK[dataAccess({ ...standing, ...nearer })] >= RANK[dataAccess(standing)])
    }
  }
})
