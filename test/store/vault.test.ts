/** The web process has no way to the keys of the withheld answers. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseConfiguration, VAULT_SECRETS, withoutVaultSecrets } from '#core/configuration.ts'
import { projectFolder } from '../helpers/processes.ts'

const S3 = {
  GRANDSTAND_STORE: 's3',
  S3_BUCKET: 'open-bucket',
  S3_ACCESS_KEY_ID: 'open-id',
  S3_SECRET_ACCESS_KEY: 'open-key',
}
const OPERATOR = {
  ...S3,
  S3_VAULT_BUCKET: 'the-vault',
  S3_VAULT_ACCESS_KEY_ID: 'vault-id',
  S3_VAULT_SECRET_ACCESS_KEY: 'vault-key',
}

test('the worker opens the vault with its own credentials, and everything else with the others', () => {
  const { store } = parseConfiguration(OPERATOR)
  assert.ok(store.kind === 's3')
  assert.deepEqual([store.accessKeyId, store.secretAccessKey], ['open-id', 'open-key'])
  assert.deepEqual(store.vault, {
    bucket: 'the-vault',
    accessKeyId: 'vault-id',
    secretAccessKey: 'vault-key',
  })
})

test('what the web is configured with says nothing of the vault’s keys', () => {
  const web = withoutVaultSecrets(OPERATOR)
  for (const name of VAULT_SECRETS) assert.ok(!(name in web))
  const shown = JSON.stringify(parseConfiguration(web))
  assert.doesNotMatch(shown, /vault-id|vault-key/)
  assert.match(shown, /open-key/)
})

test('without credentials of its own the vault is opened with the others; half of them is an error', () => {
  const { store } = parseConfiguration(S3)
  assert.ok(store.kind === 's3')
  assert.deepEqual(store.vault, {
    ...{ bucket: 'open-bucket-vault', accessKeyId: 'open-id', secretAccessKey: 'open-key' },
  })
  assert.throws(() => parseConfiguration({ ...S3, S3_VAULT_ACCESS_KEY_ID: 'vault-id' }), /both or none/)
})

test('the web program drops the keys when it is given them, before anything else runs', () => {
  // it ends at once for want of a database, and says what it has of its variables when it does
  const watch = `data:text/javascript,process.on('exit', () => console.log(JSON.stringify(process.env)))`
  const { stdout } = spawnSync(process.execPath, ['--import', watch, join(projectFolder, 'bin/web.ts')], {
    env: { ...process.env, ...OPERATOR, DATABASE_URL: '' },
    encoding: 'utf8',
  })
  const seen = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}')
  assert.equal(seen.S3_SECRET_ACCESS_KEY, 'open-key')
  for (const name of VAULT_SECRETS) assert.equal(seen[name], undefined)
})

test('`npm start` does not hand the keys to the web process', async () => {
  const source = await readFile(join(projectFolder, 'bin/part.ts'), 'utf8')
  assert.match(source, /env: \{ \.\.\.variablesFor\(name\)/)
})
