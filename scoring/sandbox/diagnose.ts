import { readFileSync } from 'node:fs'

/** Complaints of bwrap and of the kernel with their fix, most specific first. */
const FIXES: readonly [complaint: RegExp, fix: () => string][] = [
  [
    /max_\S+_namespaces|No space left on device/,
    () =>
      `the kernel allows no further namespaces here (${namespaceLimits()}): raise those that are too low, for example "sysctl -w user.max_user_namespaces=15000", or leave the surrounding sandbox`,
  ],
  [
    /setting up uid map: Permission denied/,
    () =>
      'AppArmor restricts user namespaces (Ubuntu 23.10 and later): "apt-get install apparmor-profiles" and enable its profile bwrap-userns-restrict',
  ],
  [
    /Can't mount proc|mount proc/,
    () =>
      'procfs is masked by the container; the sandbox brings its own /proc, so a bound folder must contain one',
  ],
  [
    /Can't find source path|Can't (get type of|create file|open|mkdir) .*(Permission denied|No such file)/,
    () =>
      'a bound path does not exist or the user of the sandbox may not reach it: bind what stageProgram() and createJobFolder() give',
  ],
  [
    /No permissions to create|Creating new namespace failed|Operation not permitted|Failed to make \/ slave/,
    () =>
      'user namespaces are not allowed here: on a host run "sysctl -w kernel.unprivileged_userns_clone=1"; in a container use a seccomp profile that allows clone, unshare, mount, umount2, pivot_root, setns and sethostname, or a gVisor runtime',
  ],
  [/seccomp/i, () => 'the kernel has no seccomp filters: it needs CONFIG_SECCOMP_FILTER'],
  [/Resource temporarily unavailable/, () => 'the worker’s user has too many processes: raise "ulimit -u"'],
  [/Unknown option|unrecognized option/i, () => 'bubblewrap is too old: version 0.6 or later is needed'],
]

/** A complaint with its cause and what to do about it. */
export function whatToDo(complaint: string): string {
  const said = complaint.trim().slice(-500)
  if (said === '')
    return 'bwrap said nothing; it was ended from outside, perhaps by the kernel for lack of memory'
  const fix = FIXES.find(([pattern]) => pattern.test(said))
  return fix ? `${said}: ${fix[1]()}` : said
}

function namespaceLimits(): string {
  const limits = ['user', 'pid', 'net', 'mnt', 'ipc', 'uts', 'cgroup'].flatMap((kind) => {
    try {
      return `user.max_${kind}_namespaces=${readFileSync(`/proc/sys/user/max_${kind}_namespaces`, 'latin1').trim()}`
    } catch {
      return []
    }
  })
  return limits.join(', ') || 'their limits cannot be read'
}
