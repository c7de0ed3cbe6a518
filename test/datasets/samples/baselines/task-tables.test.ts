import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { classificationTables, matchingTables } from '#datasets/samples/baselines/task-tables.ts'

test('a baseline sees training labels, and no label or split of a test row', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'emoji-tables-'))
  const write = (name: string, text: string) => writeFile(join(folder, `${name}.csv`), text)
  try {
    await write('train', 'id,name,label_group\na,cat,animals\n')
    await write('test', 'id,name,label_group,label_subgroup,split\nb,dog,animals,dogs,public\n')
    await write('left', 'id,name\nl,cat\n')
    await write('right', 'id,title\nr,cat\n')
    await write('train_pairs', 'id_left,id_right,label_exact\nl,r,1\n')
    await write('test_pairs', 'id_left,id_right,label_exact,label_variant,split\nl,r,1,1,private\n')
    const classification = await classificationTables(folder, 'label_group', ['animals'])
    assert.deepEqual(classification.train, [{ id: 'a', name: 'cat', label_group: 'animals' }])
    assert.deepEqual(classification.test, [{ id: 'b', name: 'dog' }])
    const matching = await matchingTables(folder, 'label_exact')
    assert.deepEqual(matching.trainPairs, [{ id_left: 'l', id_right: 'r', label_exact: '1' }])
    assert.deepEqual(matching.testPairs, [{ id_left: 'l', id_right: 'r' }])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
