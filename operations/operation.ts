/** The shape of everything that somebody can do. Pages and REST routes call the same operations. */
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { type Access, type Actor, requireAccess, type Scope } from '#core/access.ts'
import type { ErrorCode } from '#core/errors.ts'
import { parseInput } from './parse-input.ts'

/** What surrounds a call: the instant it is judged at, and the file that came with it, if the operation takes one. */
export interface Call {
  now: Date
  /** The body as it arrives; nothing is held in memory. */
  file?: IncomingFile
  /** Address of the caller as the server sees it, for rate limits. */
  address?: string
  /** Of the HTTP request, for the log. */
  requestId?: string
}

export interface IncomingFile {
  filename: string
  stream: Readable
  /** From Content-Length, when the caller sent it. */
  declaredBytes?: number
}

export interface OperationDefinition<I extends z.ZodType, O extends z.ZodType> {
  /** camelCase verb-noun, the same as the export: `createSubmission`. It is the OpenAPI operationId. */
  name: string
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below /api/v1, parameters in braces: `/tasks/{task}/submissions`. */
  path: `/${string}`
  tag:
    | 'accounts'
    | 'datasets'
    | 'challenges'
    | 'teams'
    | 'submissions'
    | 'scorers'
    | 'leaderboards'
    | 'workshops'
    | 'system'
  summary: string
  description?: string
  access: Access
  scope: Scope
  /** Path parameters, query and JSON body together, by name. */
  input: I
  output: O
  /** HTTP status of success. */
  status?: 200 | 201 | 202 | 204
  /** Whether a file comes as the body (raw or multipart field `file`). */
  takesFile?: true
  /** Whether it answers with a file (`fileAnswer`) instead of JSON. */
  givesFile?: true
  /** Codes it can answer with beyond invalid_input, unauthenticated, forbidden, not_found and internal. */
  errors?: readonly ErrorCode[]
  run: (actor: Actor, input: z.output<I>, call: Call) => Promise<z.input<O>>
}

export interface Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType>
  extends OperationDefinition<I, O> {
  /** Checks access, parses the input, runs, and checks the output: the one way in, for pages and routes alike. */
  call(actor: Actor, input: z.input<I>, call?: Partial<Call>): Promise<z.output<O>>
}

/** Makes an operation of its definition. */
export function defineOperation<I extends z.ZodType, O extends z.ZodType>(
  definition: OperationDefinition<I, O>,
): Operation<I, O> {
  return {
    ...definition,
    async call(actor, input, call = {}) {
      requireAccess(actor, definition.access, definition.scope)
      const parsed = parseInput(definition.input, input)
      const output = await definition.run(actor, parsed, { now: new Date(), ...call })
      return definition.output.parse(output)
    },
  }
}
