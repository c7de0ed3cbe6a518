import { z } from 'zod'
import { ERRORS, type ErrorCode } from '#core/errors.ts'
import { ALL_OPERATIONS } from './all-operations.ts'
import type { Operation } from './operation.ts'

type Json = Record<string, unknown>

const ALWAYS: readonly ErrorCode[] = ['invalid_input', 'internal']

/** The OpenAPI 3.1 document of everything below /api/v1, made of the operations' own schemas. */
export function openApiDocument(serverUrl: string): Json {
  const paths: Record<string, Json> = {}
  for (const operation of ALL_OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Grandstand',
      version: '1',
      summary: 'Machine-learning challenges on multimodal tabular data',
      description: 'Errors are RFC 9457 problem documents; each `code` is explained under /docs/errors.',
    },
    servers: [{ url: `${serverUrl}/api/v1` }],
    security: [{ token: [] }, {}],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token from your account page: gst_…' },
      },
      schemas: { Problem: PROBLEM },
    },
  }
}

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(ERRORS) },
    requestId: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          line: { type: 'integer' },
          column: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
}

function describe(operation: Operation): Json {
  const input = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  const properties = input.properties ?? {}
  const others = Object.keys(properties).filter((name) => !inPath.includes(name))
  const inBody = operation.method !== 'GET' && operation.method !== 'DELETE' && !operation.takesFile
  const parameters = [
    ...inPath.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...(inBody ? [] : others.map((name) => queryParameter(name, properties[name], input.required))),
  ]
  return {
    operationId: operation.name,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    security: operation.access === 'anyone' ? [{}] : [{ token: [] }],
    'x-scope': operation.scope,
    parameters,
    requestBody: requestBody(operation, inBody ? others : [], properties, input.required),
    responses: responses(operation),
  }
}

function queryParameter(name: string, schema: Json, required: string[] = []): Json {
  const optional = !required.includes(name) || 'default' in schema
  return { name, in: 'query', required: !optional, schema }
}

function requestBody(
  operation: Operation,
  names: string[],
  properties: Record<string, Json>,
  required: string[] = [],
): Json | undefined {
  if (operation.takesFile) {
    const binary = { schema: { type: 'string', format: 'binary' } }
    const form = {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' } },
      required: ['file'],
    }
    return {
      required: true,
      content: { 'application/octet-stream': binary, 'multipart/form-data': { schema: form } },
    }
  }
  if (names.length === 0) return undefined
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    required: required.filter((name) => names.includes(name)),
  }
  return { required: schema.required.length > 0, content: { 'application/json': { schema } } }
}

function responses(operation: Operation): Json {
  const status = String(operation.status ?? 200)
  const codes = new Set<ErrorCode>([...ALWAYS, ...(operation.errors ?? [])])
  if (operation.access !== 'anyone')
    for (const code of ['unauthenticated', 'scope_missing'] as const) codes.add(code)
  if (operation.path.includes('{')) codes.add('not_found')
  const byStatus = Map.groupBy(codes, (code) => ERRORS[code].status)
  const failures = [...byStatus].map(([failure, list]) => [
    String(failure),
    {
      description: list.map((code) => `${code}: ${ERRORS[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return { [status]: success(operation), ...Object.fromEntries(failures) }
}

function success(operation: Operation): Json {
  if (operation.status === 204) return { description: 'Done' }
  if (operation.givesFile) {
    return {
      description: 'The file',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    }
  }
  const { $schema: _dialect, ...schema } = z.toJSONSchema(operation.output, {
    io: 'output',
    unrepresentable: 'any',
  })
  return { description: operation.summary, content: { 'application/json': { schema } } }
}
