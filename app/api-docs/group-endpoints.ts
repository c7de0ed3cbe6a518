import { z } from 'zod'

const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
})

const endpointSchema = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).min(1),
  summary: z.string(),
  description: z.string().optional(),
  'x-scope': z.string(),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(
    z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: schema.optional() }),
  ),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}).optional() })) })
    .optional(),
  responses: z.record(z.string(), z.object({ description: z.string() })),
})

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), endpointSchema)) })

export interface Endpoint extends z.output<typeof endpointSchema> {
  method: string
  path: string
}

/** The endpoints of an OpenAPI document of ours by tag, in its order. */
export function groupEndpoints(document: unknown): { tag: string; endpoints: Endpoint[] }[] {
  const { paths } = documentSchema.parse(document)
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, endpoint]) => ({
      ...endpoint,
      method: method.toUpperCase(),
      path,
    })),
  )
  return [...Map.groupBy(all, (endpoint) => endpoint.tags[0])].map(([tag, endpoints]) => ({ tag, endpoints }))
}

/** The fields of a JSON body with the words for their types; empty where there is none. */
export function bodyFields(
  endpoint: Endpoint,
): { name: string; required: boolean; type: string; about: string }[] {
  const body = endpoint.requestBody?.content['application/json']?.schema
  const parsed = z
    .looseObject({
      properties: z.record(z.string(), schema).optional(),
      required: z.array(z.string()).optional(),
    })
    .safeParse(body)
  if (!parsed.success) return []
  const required = new Set(parsed.data.required ?? [])
  return Object.entries(parsed.data.properties ?? {}).map(([name, field]) => ({
    name,
    required: required.has(name) && field.default === undefined,
    type: typeWords(field),
    about: field.description ?? '',
  }))
}

/** `one of a, b`, `string`, `integer, default 5`. */
export function typeWords(field: z.output<typeof schema> | undefined): string {
  if (!field) return ''
  const type = field.enum ? `one of ${field.enum.join(', ')}` : [field.type ?? 'value'].flat().join(' or ')
  const preset =
    field.default === undefined || field.default === '' ? '' : `, default ${JSON.stringify(field.default)}`
  return type + preset
}
