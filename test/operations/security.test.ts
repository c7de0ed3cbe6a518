/** Laws that hold for every operation there is, found by looking, so that a new one cannot be forgotten. */
import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { ANONYMOUS, type Person, SCOPES } from '#core/access.ts'
import { ERRORS } from '#core/errors.ts'
import type { Operation } from '#operations/operation.ts'

const root = path.join(import.meta.dirname, '..', '..')

interface Found {
  file: string
  exportName: string
  operation: Operation
}

async function findOperations(): Promise<Found[]> {
  const found: Found[] = []
  for await (const file of glob('operations/**/*.ts', { cwd: root })) {
    const exports: Record<string, unknown> = await import(pathToFileURL(path.join(root, file)).href)
    for (const [exportName, value] of Object.entries(exports)) {
      if (isOperation(value)) found.push({ file, exportName, operation: value })
    }
  }
  return found
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'call' in value && 'run' in value && 'access' in value
}

interface Route {
  file: string
  /** `/accounts/{account}` */
  path: string
  source: string
}

async function findRoutes(): Promise<Route[]> {
  const routes: Route[] = []
  for await (const file of glob('app/api/v1/**/route.ts', { cwd: root })) {
    const folder = path.dirname(file).replace(/^app\/api\/v1/, '')
    const source = await readFile(path.join(root, file), 'utf8')
    routes.push({ file, path: folder.replace(/\[(?:\.{3})?(\w+)\]/g, '{$1}'), source })
  }
  return routes
}

const operations = await findOperations()
const routes = await findRoutes()
const person = (change: Partial<Person>): Person => ({
  kind: 'person',
  userId: 'usr_nobody',
  email: 'nobody@example.org',
  name: 'Nobody',
  role: 'operator',
  scopes: 'all',
  ...change,
})

test('there are operations and routes to look at', () => {
  assert.ok(operations.length >= 10, `${operations.length} operations`)
  assert.ok(routes.length >= 7, `${routes.length} routes`)
})

test('every operation is the only one of its file, is named like its export, and its file too', () => {
  for (const { file, exportName, operation } of operations) {
    assert.equal(operation.name, exportName, file)
    const kebab = exportName.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    assert.equal(path.basename(file), `${kebab}.ts`)
  }
  const files = operations.map(({ file }) => file)
  assert.equal(new Set(files).size, files.length, 'two operations share a file')
})

for (const { operation } of operations.filter((found) => found.operation.access !== 'anyone')) {
  test(`${operation.name} refuses who is not signed in, before it looks at the input`, async () => {
    await assert.rejects(operation.call(ANONYMOUS, undefined), { code: 'unauthenticated' })
  })
}

for (const { operation } of operations) {
  test(`${operation.name} refuses a token without the scope ${operation.scope}`, async () => {
    const others = SCOPES.filter((scope) => scope !== operation.scope)
    await assert.rejects(operation.call(person({ scopes: others }), undefined), { code: 'scope_missing' })
    await assert.rejects(operation.call(person({ scopes: [] }), undefined), { code: 'scope_missing' })
  })
}

for (const { operation } of operations.filter((found) => found.operation.access === 'operator')) {
  test(`${operation.name} refuses participants and organisers`, async () => {
    for (const role of ['participant', 'organiser'] as const) {
      await assert.rejects(operation.call(person({ role }), undefined), { code: 'forbidden' })
    }
  })
}

for (const { operation } of operations.filter((found) => found.operation.access === 'organiser')) {
  test(`${operation.name} refuses participants`, async () => {
    await assert.rejects(operation.call(person({ role: 'participant' }), undefined), { code: 'forbidden' })
  })
}

test('the scope fits what is done: `read` changes nothing that a token may change', () => {
  for (const { operation, file } of operations) {
    if (operation.access === 'operator') assert.equal(operation.scope, 'operate', operation.name)
    if (operation.method === 'GET' || operation.scope !== 'read') continue
    // an account is changed in a browser session only, see operations/accounts/own-account.ts
    assert.match(file, /^operations\/accounts\//, `${operation.name} writes with the scope read`)
  }
})

test('what changes an account by itself is refused to tokens of every scope', async () => {
  const writing = operations.filter(
    ({ operation, file }) =>
      file.startsWith('operations/accounts/') &&
      operation.method !== 'GET' &&
      operation.access === 'signed-in',
  )
  assert.ok(writing.length >= 5)
  const input = { token: 't', name: 'n', scopes: ['read'], password: 'p', currentPassword: 'p' }
  for (const { operation } of writing) {
    const call = operation.call(person({ scopes: SCOPES }), input)
    await assert.rejects(call, { code: 'forbidden' }, operation.name)
  }
})

test('no two operations share a method and path, and path parameters are part of the input', () => {
  const addresses = operations.map(({ operation }) => `${operation.method} ${operation.path}`)
  assert.deepEqual([...new Set(addresses)], addresses)
  for (const { operation } of operations) {
    const shape = (operation.input as { shape?: Record<string, unknown> }).shape
    for (const [, name] of operation.path.matchAll(/\{(\w+)\}/g)) {
      assert.ok(shape && name in shape, `${operation.name} has no input ${name}`)
    }
  }
})

test('every operation is answered by one route, at its own path and by its own method', () => {
  for (const { operation } of operations) {
    const route = routes.find((candidate) => candidate.path === operation.path)
    assert.ok(route, `no route for ${operation.name}: ${operation.method} ${operation.path}`)
    const handler = `export const ${operation.method} = endpoint(${operation.name})`
    assert.ok(route.source.includes(handler), `${route.file} lacks: ${handler}`)
    const uses = routes.filter(({ source }) => source.includes(`endpoint(${operation.name})`))
    assert.equal(uses.length, 1, `${operation.name} is used by ${uses.map(({ file }) => file).join(', ')}`)
  }
})

test('routes hold no rules: at most 15 lines, and every handler is an operation', () => {
  const names = new Set(operations.map(({ operation }) => operation.name))
  for (const { file, source } of routes) {
    assert.ok(source.trimEnd().split('\n').length <= 15, `${file} has more than 15 lines`)
    for (const [, name] of source.matchAll(/endpoint\((\w+)\)/g)) {
      assert.ok(names.has(name), `${file}: ${name} is no operation`)
    }
  }
})

test('the errors an operation names exist', () => {
  for (const { operation } of operations) {
    for (const code of operation.errors ?? []) assert.ok(code in ERRORS, `${operation.name}: ${code}`)
  }
})
