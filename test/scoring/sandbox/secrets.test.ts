import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createJobFolder } from '#scoring/sandbox/job-folder.ts'
import { neutralFolder } from '#scoring/sandbox/neutral-folder.ts'
import { runSandboxed } from '#scoring/sandbox/run-sandboxed.ts'
import { sandboxHost } from '#scoring/sandbox/sandbox-host.ts'
import { attackJob, probe, processesWith, SECRET } from './attack.ts'

// what a careless operator leaves readable for everybody, and another team's job
const careless = mkdtempSync('/tmp/grandstand-careless-')
chmodSync(careless, 0o755)
writeFileSync(join(careless, 'secret'), SECRET, { mode: 0o644 })
writeFileSync(join(careless, 'submission'), SECRET, { mode: 0o644 })
const otherJob = createJobFolder()
await otherJob.place('res/submission.csv', join(careless, 'submission'))
const ownJob = createJobFolder()
writeFileSync(join(careless, 'own.csv'), 'id,prediction\n1,a\n', { mode: 0o600 })
const own = await ownJob.place('own.csv', join(careless, 'own.csv'))
after(async () => {
  rmSync(careless, { recursive: true, force: true })
  await otherJob.remove()
  await ownJob.remove()
})

const inputs = [{ source: own, target: '/input/res/own.csv' }]

probe('only the bound files exist: no home folders, no configuration, no other submission', {
  python: `
paths = json.load(sys.stdin)
os.write(3, json.dumps([path for path in paths if os.path.exists(path)]).encode())`,
  job: {
    inputs,
    stdin: JSON.stringify([
      ...[
        '/etc/passwd',
        '/etc/shadow',
        '/etc/hosts',
        '/etc/resolv.conf',
        '/etc/hostname',
        '/root',
        '/home',
        '/work',
      ],
      ...[
        '/var',
        '/sys',
        '/run',
        '/boot',
        '/mnt',
        '/opt',
        '/srv',
        '/dev/sda',
        '/dev/vda',
        '/dev/kmsg',
        '/dev/mem',
      ],
      ...[
        '/dev/tty',
        '/dev/pts',
        '/dev/ptmx',
        '/dev/fuse',
        '/dev/kvm',
        '/dev/net/tun',
        '/proc/1',
        '/proc/kcore',
      ],
      ...['/proc/self/environ', '/proc/self/mountinfo', '/proc/self/maps', '/proc/self/fd', '/proc/sys'],
      ...[careless, neutralFolder(), otherJob.path, process.cwd(), '/oldroot', '/newroot', '/.oldroot'],
    ]),
  },
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), []),
})

probe('walking the whole tree finds no secret and no set-user-id program that helps', {
  python: `
found = []
for folder, _, names in os.walk('/'):
    if folder.startswith(('/usr', '/lib')): continue
    for name in names:
        path = os.path.join(folder, name)
        if path.startswith('/dev/') or os.path.islink(path): continue
        try:
            with open(path, 'rb') as file: found.append([path, file.read(10000).decode('latin1')])
        except OSError: pass
os.write(3, json.dumps([path for path, text in found if not path.startswith('/etc/')]).encode())
print(json.dumps(found)[-10000:])`,
  job: { inputs },
  verdict: 'ok',
  check: (_, result) => {
    const proc = ['cpuinfo', 'meminfo', 'stat', 'uptime', 'self/cgroup', 'self/stat'].map(
      (name) => `/proc/${name}`,
    )
    assert.deepEqual(JSON.parse(result).sort(), ['/input/res/own.csv', ...proc].sort())
  },
})

probe('the environment is the sandbox’s own', {
  python: 'os.write(3, json.dumps(dict(os.environ)).encode())',
  job: { env: { GIVEN: 'yes' } },
  verdict: 'ok',
  check: (_, result) => {
    const allowed = ['GIVEN', 'HOME', 'LANG', 'MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS']
    const names = Object.keys(JSON.parse(result)).sort()
    assert.deepEqual(names, [...allowed, 'PATH', 'PWD', 'PYTHONDONTWRITEBYTECODE'].sort())
  },
})

probe('a real procfs, had it been mounted, shows nothing: no process of the host can be seen or signalled', {
  python: `
seen = []
for pid in range(1, 40000):
    try: os.kill(pid, 0)
    except ProcessLookupError: continue
    except PermissionError: pass
    seen.append(pid)
os.write(3, json.dumps(len(seen)).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.ok(JSON.parse(result) <= 4, result),
})

probe('inputs and the system cannot be written, replaced or re-moded', {
  python: `
kept = []
def refused(name, change):
    try: change()
    except OSError: kept.append(name)
refused('write', lambda: open('/input/res/own.csv', 'a'))
refused('unlink', lambda: os.unlink('/input/res/own.csv'))
refused('rename', lambda: os.rename('/input/res/own.csv', '/input/res/x'))
refused('chmod', lambda: os.chmod('/input/res/own.csv', 0o777))
refused('utime', lambda: os.utime('/input/res/own.csv', (0, 0)))
refused('link', lambda: os.link('/input/res/own.csv', '/tmp/link'))
refused('root', lambda: os.mkdir('/x'))
refused('dev', lambda: open('/dev/x', 'w'))
refused('usr', lambda: open('/usr/bin/x', 'w'))
refused('proc', lambda: open('/proc/stat', 'w'))
refused('etc', lambda: open('/etc/passwd', 'w'))
refused('input', lambda: open('/input/x', 'w'))
os.write(3, json.dumps([len(kept), open('/input/res/own.csv').read()]).encode())`,
  job: { inputs },
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), [12, 'id,prediction\n1,a\n']),
})

const NOTE = "'/tmp/note', '/dev/shm/note', '/output/note'"
probe('what one job leaves …', {
  python: `
for path in (${NOTE}): open(path, 'w').write('left behind')
os.write(3, b'1')`,
  verdict: 'ok',
})
probe('… the next does not find', {
  python: `os.write(3, json.dumps([os.path.exists(path) for path in (${NOTE})]).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), [false, false, false]),
})

probe('the command line of process 1 and of the program shows no path of the host', {
  python: 'os.write(3, json.dumps(sys.orig_argv).encode())',
  job: { inputs },
  verdict: 'ok',
  check: (_, result) => assert.ok(!result.includes(ownJob.path) && !result.includes(neutralFolder())),
})

// bound by mistake: a file of root alone stays closed, because the sandbox's user is not root
const ofRoot = join(careless, 'of-root')
writeFileSync(ofRoot, 'for root alone', { mode: 0o600 })
probe('a file that only root may read stays closed even when it is bound', {
  python: `
try: os.write(3, open('/input/of-root', 'rb').read())
except PermissionError: os.write(3, b'refused')`,
  job: { inputs: sandboxHost().user ? [{ source: ofRoot, target: '/input/of-root' }] : inputs },
  verdict: sandboxHost().user ? 'ok' : 'crashed', // a plain user has no file of root to bind, so there is none
  check: (_, result) => assert.equal(result, sandboxHost().user ? 'refused' : ''),
})

const stop = new AbortController()
test('every namespace is the sandbox’s own, and so is the user', async () => {
  const token = `namespaces-${process.pid}`
  const sandbox = runSandboxed(
    attackJob({ python: 'time.sleep(100)', verdict: 'ok', job: { signal: stop.signal } }, token),
  )
  const stopped = assert.rejects(sandbox, /looked at/)
  const pythonPid = (): string | undefined =>
    processesWith(token).find((pid) => readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('python'))
  while (pythonPid() === undefined) await sleep(5)
  const pid = pythonPid()
  const shared = ['user', 'pid', 'net', 'ipc', 'uts', 'mnt', 'cgroup'].filter(
    (kind) => readlinkSync(`/proc/${pid}/ns/${kind}`) === readlinkSync(`/proc/self/ns/${kind}`),
  )
  const uid = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  const launched = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ')
  stop.abort(new Error('looked at'))
  await stopped
  assert.deepEqual(shared, [])
  assert.equal(Number(uid), sandboxHost().user?.uid ?? process.getuid?.())
  assert.notEqual(
    launched[3],
    readFileSync('/proc/self/stat', 'latin1').split(') ')[1].split(' ')[3],
    'a session of its own',
  )
})
