/** `checkSource` in a sandbox: the one way in which anybody looks at a file that a stranger made. */
import { z } from 'zod'
import { type CheckedSource, type CheckOutcome, rejectionOf } from '#datasets/check-source.ts'
import { columnSchema } from '#datasets/schema.ts'
import { DELIMITERS } from '../readers/csv/delimiter.ts'
import { SandboxError } from '../sandbox/sandbox-error.ts'
import type { SandboxLimits } from '../sandbox/sandbox-job.ts'
import { FRAME } from './frames.ts'
import { parseFrame, runTablesProgram, type TablesOptions } from './run-tables-program.ts'

const MIB = 1024 * 1024
/** A small file is done within 20 s, whatever is in it, with the start and the end of the process. */
const BASE_SECONDS = 15
/** A tenth of what honest files are read at. */
const BYTES_PER_SECOND = 5 * MIB

/** Limits of looking at one file of so many bytes. */
export function checkLimits(sizeBytes: number): SandboxLimits {
  const cpuSeconds = Math.ceil(BASE_SECONDS + sizeBytes / BYTES_PER_SECOND)
  return {
    kind: 'node',
    cpuSeconds,
    // the start of the command and of the sandbox come on top
    wallSeconds: Math.floor(16 + (3 * sizeBytes) / BYTES_PER_SECOND),
    memoryBytes: 1500 * MIB,
    outputBytes: 33 * MIB,
  }
}

const count = z.int().min(0)
const text = z.string().max(5000)

const problem = z.strictObject({
  line: count.optional(),
  column: z.string().max(4000).optional(),
  code: z.string().max(60),
  message: text,
})

const checkedSource = z.strictObject({
  format: z.enum(['csv', 'parquet', 'arrow', 'jsonl']),
  compression: z.enum(['gzip', 'zstd', 'zip']).optional(),
  encoding: z.enum(['utf-8', 'utf-16']).optional(),
  delimiter: z.enum(DELIMITERS).optional(),
  rowCount: count,
  columns: z.array(
    columnSchema.extend({
      name: z.string().max(4000),
      nulls: count,
      distinct: count,
      distinctExact: z.boolean(),
      example: z.string().max(200).optional(),
    }),
  ),
  warnings: z.array(problem).max(500),
}) satisfies z.ZodType<CheckedSource>

/**
 * Looks at one file, cut off from everything else. A file that is too much for the limits is rejected: trying again would
 * end the same.
 *
 * @param path absolute path of a regular file
 * @throws SandboxError where the sandbox or the program in it failed; try again
 */
export async function checkInSandbox(
  path: string,
  sizeBytes: number,
  options: TablesOptions = {},
): Promise<CheckOutcome> {
  const request = { action: 'check', path: '/input/source' } as const
  const limits = { ...checkLimits(sizeBytes), ...options.limits }
  try {
    for await (const frame of runTablesProgram(request, [{ name: 'source', path }], { ...options, limits })) {
      if (frame.kind === FRAME.answer) return { outcome: 'accepted', ...parseFrame(frame, checkedSource) }
    }
  } catch (error) {
    return rejectionOf(error)
  }
  throw new SandboxError('There was no answer.')
}
