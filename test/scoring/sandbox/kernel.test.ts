import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { test } from 'node:test'
import { seccompProgram } from '#scoring/sandbox/seccomp.ts'
import { ABSENT_CALLS, CHECKED_CALLS, DENIED_CALLS } from '#scoring/sandbox/seccomp-syscalls.ts'
import { PYTHON_ATTEMPT, probe } from './attack.ts'

const column = process.arch === 'x64' ? 0 : 1
const numbersOf = (table: Record<string, readonly (number | null)[]>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, row]) => (row[column] === null ? [] : [[name, row[column]]])),
  )

/** Runs system calls with harmless arguments inside and gives the errors by name. */
function probeCalls(name: string, calls: Record<string, number>, expected: string): void {
  probe(name, {
    python: `${PYTHON_ATTEMPT}
calls = json.loads('${JSON.stringify(calls)}')
tell({name: syscall(number, 0, 0, 0, 0, 0, 0) for name, number in calls.items()})`,
    verdict: 'ok',
    check: (_, result) =>
      assert.deepEqual(
        JSON.parse(result),
        Object.fromEntries(Object.keys(calls).map((call) => [call, expected])),
      ),
  })
}

probeCalls('every denied system call fails with EPERM', numbersOf(DENIED_CALLS), 'EPERM')
probeCalls('io_uring and clone3 do not exist', numbersOf(ABSENT_CALLS), 'ENOSYS')
probeCalls(
  'calls that the filter does not know do not exist',
  { a: 463, b: 470, c: 1000, d: 0x3fffffff },
  'ENOSYS',
)

probe('clone and unshare make no namespaces', {
  python: `${PYTHON_ATTEMPT}
flags = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x7e020000]
tell([syscall(${CHECKED_CALLS.clone[column]}, flag | 17, 0, 0, 0, 0) for flag in flags])`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), Array(8).fill('EPERM')),
})

probe('no bytes are pushed into a terminal, and memory cannot be hidden', {
  python: `${PYTHON_ATTEMPT}
tell([syscall(${CHECKED_CALLS.ioctl[column]}, 0, request, 0) for request in (0x5412, 0x541c, 0x1_0000_5412)]
  + [syscall(${CHECKED_CALLS.prctl[column]}, option, 0, 0, 0, 0) for option in (4, 22)])`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), Array(5).fill('EPERM')),
})

probe('a parent cannot be traced and its memory not be read', {
  python: `${PYTHON_ATTEMPT}
def read_memory():
    with open(f'/proc/{os.getppid()}/mem', 'rb') as file: file.read(1)
tell([syscall(${DENIED_CALLS.ptrace[column]}, 16, os.getppid(), 0, 0), attempt(read_memory)])`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), ['EPERM', 'ENOENT']),
})

probe('the host name and the clock stay as they are', {
  python: `
import socket
failed = []
for change in (lambda: socket.sethostname('taken'), lambda: time.clock_settime(time.CLOCK_REALTIME, 0)):
    try: change()
    except OSError as error: failed.append(error.errno)
os.write(3, json.dumps([failed, os.uname().nodename]).encode())`,
  verdict: 'ok',
  check: (_, result) => {
    assert.deepEqual(JSON.parse(result), [[1, 1], 'sandbox'])
    assert.notEqual(hostname(), 'taken')
  },
})

probe('the program is nobody: no capabilities, no new ones by set-user-id programs', {
  python: `${PYTHON_ATTEMPT}
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
data = (ctypes.c_uint32 * 6)()
libc.capget(header, data)
tell([os.getuid(), os.getgid(), list(data), libc.prctl(39, 0, 0, 0, 0), attempt(lambda: os.setuid(0)), os.getgroups()])`,
  verdict: 'ok',
  check: (_, result) => {
    const [uid, gid, capabilities, noNewPrivileges, setuid, groups] = JSON.parse(result)
    assert.deepEqual([uid, gid, capabilities, noNewPrivileges], [1000, 1000, [0, 0, 0, 0, 0, 0], 1])
    assert.notEqual(setuid, 'done')
    assert.ok(!groups.includes(0))
  },
})

probe('no core is dumped and no memory is locked', {
  python: `
import resource as r
os.write(3, json.dumps([r.getrlimit(n)[1] for n in (r.RLIMIT_CORE, r.RLIMIT_MEMLOCK, r.RLIMIT_MSGQUEUE)]).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), [0, 0, 0]),
})

probe('limits cannot be raised again', {
  python: `
import resource as r
raised = []
for n in (r.RLIMIT_CPU, r.RLIMIT_DATA, r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_NPROC, r.RLIMIT_CORE):
    try:
        r.setrlimit(n, (r.RLIM_INFINITY, r.RLIM_INFINITY))
        raised.append(n)
    except (OSError, ValueError): pass
os.write(3, json.dumps(raised).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), []),
})

if (process.arch === 'x64') {
  const machineCode = (bytes: string): string => `${PYTHON_ATTEMPT}
import mmap
area = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
area.write(bytes.fromhex('${bytes}'))
address = ctypes.addressof(ctypes.c_char.from_buffer(area))
ctypes.CFUNCTYPE(ctypes.c_int)(address)()`
  // mov eax, 20 (getpid of 32-bit x86); int 0x80; ret
  probe('a 32-bit system call kills', {
    python: machineCode('b814000000cd80c3'),
    verdict: 'crashed',
    check: isSigsys,
  })
  // mov eax, 0x40000027 (getpid of x32); syscall; ret
  probe('an x32 system call kills', {
    python: machineCode('b8270000400f05c3'),
    verdict: 'crashed',
    check: isSigsys,
  })
}

function isSigsys(outcome: { exitCode: number | null }): void {
  assert.equal(outcome.exitCode, 128 + 31)
}

test('the filter has whole instructions, jumps forward only and ends in a return', () => {
  for (const architecture of ['x64', 'arm64']) {
    const program = seccompProgram(architecture)
    assert.equal(program.length % 8, 0)
    const view = new DataView(program.buffer)
    const count = program.length / 8
    assert.ok(count > 80 && count < 256)
    for (let index = 0; index < count; index++) {
      if ((view.getUint16(8 * index, true) & 7) !== 5) continue
      const furthest = Math.max(view.getUint8(8 * index + 2), view.getUint8(8 * index + 3))
      assert.ok(index + 1 + furthest < count, `${architecture}: instruction ${index} jumps out`)
    }
    assert.equal(view.getUint16(8 * (count - 1), true), 6)
  }
})

test('an architecture without a table is a fault of the platform that says what to do', () => {
  assert.throws(() => seccompProgram('riscv64'), { name: 'SandboxError', message: /riscv64.*x64 or arm64/ })
})
