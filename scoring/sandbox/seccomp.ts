import { SandboxError } from './sandbox-error.ts'
import { ABSENT_CALLS, CHECKED_CALLS, DENIED_CALLS, HIGHEST_KNOWN_CALL } from './seccomp-syscalls.ts'

/** The architectures for which there is a filter. */
export type SeccompArchitecture = 'x64' | 'arm64'

const AUDIT_ARCH = { x64: 0xc000003e, arm64: 0xc00000b7 } as const

// opcodes of classic BPF: linux/bpf_common.h
const LOAD_WORD = 0x20
const JUMP_EQUAL = 0x15
const JUMP_GREATER = 0x25
const JUMP_GREATER_EQUAL = 0x35
const JUMP_ANY_BIT = 0x45
const RETURN = 0x06

// offsets in struct seccomp_data; both architectures are little-endian, so the low word comes first
const NUMBER = 0
const ARCHITECTURE = 4
const argument = (index: number): number => 16 + 8 * index

const ALLOW = 0x7fff0000
const KILL = 0x80000000
const errno = (value: number): number => 0x00050000 | value
const EPERM = errno(1)
const ENOSYS = errno(38)

const X32_BIT = 0x40000000
// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
const CLONE_NEW_ANY = 0x7e020000
// TIOCSTI, TIOCLINUX, TIOCCONS, TIOCSETD: each puts words into a terminal's or the console's mouth
const DENIED_IOCTLS = [0x5412, 0x541c, 0x541d, 0x5423]
// PR_SET_DUMPABLE (such a process would hide its memory from a watchdog that is not root), PR_SET_SECCOMP
const DENIED_PRCTLS = [4, 22]

interface Instruction {
  code: number
  value: number
  /** Where to go when the test holds; the next instruction otherwise. */
  target?: Label
  /** Go there when the test does not hold. */
  inverted?: true
}

type Label = 'kill' | 'eperm' | 'enosys' | 'clone' | 'ioctl' | 'prctl'

/**
 * The seccomp filter as the kernel wants it: an array of `struct sock_filter`, 8 bytes each. Denied calls fail with
 * EPERM, unknown and unfilterable ones with ENOSYS, a foreign architecture (or x32) kills the process.
 * @throws {SandboxError} on an architecture without a table.
 */
export function seccompProgram(architecture: string): Uint8Array {
  if (architecture !== 'x64' && architecture !== 'arm64') {
    throw new SandboxError(
      `There is no system call filter for ${architecture}: run the worker on x64 or arm64 (64-bit)`,
    )
  }
  return encode(body(architecture))
}

function body(architecture: SeccompArchitecture): [Instruction[], Map<Label, number>] {
  const column = architecture === 'x64' ? 0 : 1
  const numbers = (table: Record<string, readonly [number | null, number | null]>): number[] =>
    Object.values(table)
      .map((row) => row[column])
      .filter((number) => number !== null)
  const program: Instruction[] = []
  const labels = new Map<Label, number>()
  const test = (code: number, value: number, target: Label): void => {
    program.push({ code, value, target })
  }
  const load = (value: number): void => void program.push({ code: LOAD_WORD, value })
  const answer = (value: number): void => void program.push({ code: RETURN, value })
  const finish = (label: Label, value: number): void => {
    labels.set(label, program.length)
    answer(value)
  }

  load(ARCHITECTURE)
  program.push({ code: JUMP_EQUAL, value: AUDIT_ARCH[architecture], target: 'kill', inverted: true })
  load(NUMBER)
  if (architecture === 'x64') test(JUMP_GREATER_EQUAL, X32_BIT, 'kill')
  test(JUMP_GREATER, HIGHEST_KNOWN_CALL, 'enosys')
  test(JUMP_EQUAL, CHECKED_CALLS.clone[column], 'clone')
  test(JUMP_EQUAL, CHECKED_CALLS.ioctl[column], 'ioctl')
  test(JUMP_EQUAL, CHECKED_CALLS.prctl[column], 'prctl')
  for (const number of numbers(ABSENT_CALLS)) test(JUMP_EQUAL, number, 'enosys')
  for (const number of numbers(DENIED_CALLS)) test(JUMP_EQUAL, number, 'eperm')
  answer(ALLOW)
  labels.set('clone', program.length)
  load(argument(0))
  test(JUMP_ANY_BIT, CLONE_NEW_ANY, 'eperm')
  answer(ALLOW)
  labels.set('ioctl', program.length)
  load(argument(1))
  for (const request of DENIED_IOCTLS) test(JUMP_EQUAL, request, 'eperm')
  answer(ALLOW)
  labels.set('prctl', program.length)
  load(argument(0))
  for (const option of DENIED_PRCTLS) test(JUMP_EQUAL, option, 'eperm')
  answer(ALLOW)
  finish('eperm', EPERM)
  finish('enosys', ENOSYS)
  finish('kill', KILL)
  return [program, labels]
}

function encode([program, labels]: [Instruction[], Map<Label, number>]): Uint8Array {
  const bytes = new Uint8Array(8 * program.length)
  const view = new DataView(bytes.buffer)
  for (const [index, { code, value, target, inverted }] of program.entries()) {
    const distance = target === undefined ? 0 : (labels.get(target) ?? Number.NaN) - index - 1
    if (!(distance >= 0 && distance <= 255)) throw new RangeError(`A jump over ${distance} instructions`)
    view.setUint16(8 * index, code, true)
    view.setUint8(8 * index + 2, inverted ? 0 : distance)
    view.setUint8(8 * index + 3, inverted ? distance : 0)
    view.setUint32(8 * index + 4, value, true)
  }
  return bytes
}
