/** Runs the program that reads organisers' files in a sandbox, and believes it nothing. */
import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { GrandstandError } from '#core/errors.ts'
import { stageProgram } from '../bundle/stage-program.ts'
import { createJobFolder } from '../sandbox/job-folder.ts'
import { SandboxError } from '../sandbox/sandbox-error.ts'
import type { Bind, SandboxLimits, SandboxOutcome } from '../sandbox/sandbox-job.ts'
import { type SandboxStream, streamSandboxed } from '../sandbox/stream-sandboxed.ts'
import { BrokenStreamError, FRAME, type Frame, readFrames } from './frames.ts'
import type { TablesRequest } from './tables-protocol.ts'

const MIB = 1024 * 1024
const BASE_CPU_SECONDS = 18
/** How many times a file's size its rows may have, beyond 4 GiB: honest columns that are alike have some tens. */
const MOST_EXPANSION = 256

/**
 * Limits for reading files of so many bytes: a second of processor time for each MiB, which stops an archive that unpacks
 * without end long before it is through, and is ten times what honest files take. Real time counts while the program waits
 * for a reader that writes and hashes, so there is more of it. What comes out is limited by what went in. The memory is that
 * of one row group of Parquet and a margin.
 */
export function tablesLimits(sizeBytes: number, baseCpuSeconds = BASE_CPU_SECONDS): SandboxLimits {
  const cpuSeconds = baseCpuSeconds + sizeBytes / MIB
  return {
    kind: 'node',
    cpuSeconds,
    wallSeconds: 6 * cpuSeconds,
    memoryBytes: 1152 * MIB,
    // whoever reads it may write it to a disk, as much as there is
    outputBytes: 2 ** 32 + MOST_EXPANSION * sizeBytes,
  }
}

/** How a run may be stopped or limited. */
export interface TablesOptions {
  limits?: Partial<SandboxLimits>
  signal?: AbortSignal
}

/** A file to be read, and the name by which the request knows it: `/input/<name>` is its path there. */
export interface TablesInput {
  name: string
  /** Absolute path on the host. */
  path: string
}

/**
 * The frames that answer a request, the answer last. Stopping the iteration ends the program.
 *
 * @throws GrandstandError `file_rejected` when a file cannot be used, or not within the limits
 * @throws SandboxError when the sandbox or the program in it failed, or its stream is not in order; try again
 */
export async function* runTablesProgram(
  request: TablesRequest,
  inputs: readonly TablesInput[],
  { limits, signal }: TablesOptions = {},
): AsyncGenerator<Frame> {
  const { command, binds: programBinds } = stageProgram('scoring/tables-program.ts')
  const sizes = await Promise.all(inputs.map(async ({ path }) => (await stat(path)).size))
  const folder = await createJobFolder()
  try {
    const binds: Bind[] = []
    for (const { name, path } of inputs)
      binds.push({ source: await folder.place(name, path), target: `/input/${name}` })
    const stream = streamSandboxed({
      command,
      readOnlyBinds: programBinds,
      inputs: binds,
      limits: { ...tablesLimits(sizes.reduce((sum, size) => sum + size, 0)), ...limits },
      stdin: JSON.stringify(request),
      signal,
    })
    try {
      yield* checkedFrames(stream)
    } finally {
      await stream.stop()
    }
  } finally {
    await folder.remove()
  }
}

/** Passes frames on. The last one is held back until nothing has come behind it: then the stream is whole. */
async function* checkedFrames({ chunks, outcome, accept }: SandboxStream): AsyncGenerator<Frame> {
  let last: Frame | undefined
  let broken: BrokenStreamError | undefined
  try {
    for await (const frame of readFrames(chunks)) {
      if (last) throw new BrokenStreamError('there are frames behind the last one')
      if (frame.kind === FRAME.rejected || frame.kind === FRAME.answer) last = copied(frame)
      else yield frame
    }
  } catch (error) {
    if (!(error instanceof BrokenStreamError)) throw error
    // whoever is stopped for a limit stops within a frame; the limit is then what there is to say
    broken = error
  }
  if (broken && !broken.isEnd) throw disordered(broken)
  if (last && !broken) accept()
  const ended = await outcome
  requireEnd(ended)
  if (broken) throw disordered(broken)
  if (!last) throw new SandboxError('The program that reads tables ended without an answer.')
  if (last.kind === FRAME.rejected) throw rejectionOf(last)
  yield last
}

function copied({ kind, payload }: Frame): Frame {
  return { kind, payload: payload.slice() }
}

function disordered(cause: BrokenStreamError): SandboxError {
  return new SandboxError(`What the program that reads tables wrote is not in order: ${cause.message}.`, {
    cause,
  })
}

/** A file that cannot be read within the limits is rejected: trying again would end the same. */
function requireEnd({ verdict, reason, stderr }: SandboxOutcome): void {
  switch (verdict) {
    case 'ok':
      return
    case 'time_limit':
    case 'memory_limit':
    case 'output_limit': {
      const message = `Reading the file was stopped. ${reason}. Give a smaller or simpler file, for instance plain CSV.`
      throw new GrandstandError('file_rejected', message, { problems: [{ code: verdict, message }] })
    }
    default:
      throw new SandboxError(`The program that reads tables failed. ${reason} ${stderr}`.trim())
  }
}

const rejectionSchema = z.strictObject({
  message: z.string().max(5000),
  problems: z
    .array(
      z.strictObject({
        line: z.int().min(0).optional(),
        column: z.string().max(1000).optional(),
        code: z.string().regex(/^[a-z][a-z0-9_]{0,60}$/),
        message: z.string().max(5000),
      }),
    )
    .max(100),
})

function rejectionOf(frame: Frame): GrandstandError {
  const { message, problems } = parseFrame(frame, rejectionSchema)
  return new GrandstandError('file_rejected', message, { problems })
}

/**
 * The JSON of a frame, of the shape that is expected.
 *
 * @throws SandboxError when it is not
 */
export function parseFrame<T>({ payload }: Frame, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch (cause) {
    throw new SandboxError('An answer of the program that reads tables is not JSON.', { cause })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new SandboxError(
    `An answer of the program that reads tables is not in order: ${z.prettifyError(parsed.error)}`,
  )
}
