import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ConfigurationError, parseConfiguration } from '#core/configuration.ts'

const failure = (variables: Record<string, string>): string => {
  try {
    parseConfiguration(variables)
  } catch (error) {
    assert.ok(error instanceof ConfigurationError)
    return error.message
  }
  return assert.fail('it was accepted')
}

describe('parseConfiguration', () => {
  it('needs nothing', () => {
    const { port, publicUrl, store, databaseUrl } = parseConfiguration({})
    assert.deepEqual(
      { port, publicUrl, store, databaseUrl },
      {
        ...{
          port: 3000,
          publicUrl: 'http://localhost:3000',
          store: { kind: 'folder' },
          databaseUrl: undefined,
        },
      },
    )
  })

  it('names the variable, what it got and what it wants', () => {
    assert.match(failure({ PORT: 'http' }), /^PORT: got "http"; .*number/)
    assert.match(failure({ PORT: '70000' }), /^PORT: got "70000"; .*65535/)
    assert.match(failure({ GRANDSTAND_STORE: 'ftp' }), /^GRANDSTAND_STORE: got "ftp"; .*"folder"\|"s3"/)
  })

  it('reports every wrong variable at once', () => {
    assert.equal(failure({ PORT: '0', GRANDSTAND_LOG: 'loud' }).split('\n').length, 2)
  })

  it('never prints a secret', () => {
    const message = failure({ GRANDSTAND_SECRET: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@db/x' })
    assert.match(message, /GRANDSTAND_SECRET/)
    assert.match(message, /DATABASE_URL/)
    assert.doesNotMatch(message, /hunter2/)
  })

  it('wants OIDC whole or not at all, and a bucket with S3', () => {
    assert.match(failure({ OIDC_ISSUER: 'https://id.example' }), /all three or none/)
    assert.match(failure({ GRANDSTAND_STORE: 's3' }), /S3_BUCKET/)
  })

  it('trusts no proxy unless told how many there are', () => {
    assert.equal(parseConfiguration({}).trustedProxies, 0)
    assert.equal(parseConfiguration({ GRANDSTAND_TRUSTED_PROXIES: '2' }).trustedProxies, 2)
    assert.match(failure({ GRANDSTAND_TRUSTED_PROXIES: 'yes' }), /^GRANDSTAND_TRUSTED_PROXIES: got "yes"/)
  })

  it('takes an empty variable for an absent one', () => {
    assert.equal(parseConfiguration({ PORT: '', DATABASE_URL: '' }).port, 3000)
  })
})
