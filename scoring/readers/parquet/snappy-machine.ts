/** Decompresses snappy in WebAssembly. */
import { SLACK, snappyModule } from './snappy-machine-code.ts'

const PAGE = 65_536
/** Less than this, and the code is not worth its compiling. */
const LEAST_BYTES = 64 * 1024
/** More than this, and the memory that stays taken is not worth the time. */
const MOST_BYTES = 8 * 1024 * 1024

type Decompress = (input: number, inputEnd: number, output: number, outputEnd: number) => number

interface Machine {
  memory: WebAssembly.Memory
  decompress: Decompress
}

/** Undefined until it is asked for, null where the process may not have it. */
let machine: Machine | null | undefined

/**
 * Whether a page that is compressed to `packedSize` is decompressed by the machine: not where it is small, huge, or hardly
 * compressed, when its bytes are copied as they are.
 */
export function suitsMachine(packedSize: number, size: number): boolean {
  return size >= LEAST_BYTES && size <= MOST_BYTES && packedSize < size * 0.99
}

/**
 * Decompresses elements of snappy, without the length before them, into the whole of `output`. False where the input is not
 * exactly that, undefined where the process has no WebAssembly or no memory for it.
 */
export function machineDecompress(elements: Uint8Array, output: Uint8Array): boolean | undefined {
  machine ??= makeMachine()
  const outputAt = elements.length + SLACK
  if (!machine || !reserve(machine, outputAt + output.length + SLACK)) return undefined
  const bytes = new Uint8Array(machine.memory.buffer)
  bytes.set(elements)
  const outputEnd = outputAt + output.length
  if (machine.decompress(0, elements.length, outputAt, outputEnd) === 0) return false
  output.set(bytes.subarray(outputAt, outputEnd))
  return true
}

function reserve({ memory }: Machine, size: number): boolean {
  const missing = size - memory.buffer.byteLength
  if (missing <= 0) return true
  try {
    memory.grow(Math.ceil(missing / PAGE))
    return true
  } catch {
    return false
  }
}

function makeMachine(): Machine | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 4, maximum: 512 })
    const instance = new WebAssembly.Instance(new WebAssembly.Module(snappyModule()), { host: { memory } })
    return { memory, decompress: instance.exports.decompress as Decompress }
  } catch (error) {
    // address space is limited, or WebAssembly switched off
    if (
      error instanceof RangeError ||
      error instanceof ReferenceError ||
      error instanceof WebAssembly.CompileError
    )
      return null
    throw error
  }
}
