import type { ResolvedLimits } from './sandbox-job.ts'

const MIB = 1024 * 1024

/** What V8 and its threads map as private writable memory beyond what they use; Node does not start below 580 MB. */
const NODE_DATA_SLACK_BYTES = 600 * MIB
/** Code and read-only mappings of an ordinary program; pandas with scikit-learn maps about 350 MiB of them. */
const ADDRESS_SPACE_SLACK_BYTES = 512 * MIB

/** Processes that belong to the sandbox and not to the program: the collector's shell and its children. */
export const COLLECTOR_PROCESSES = 8

/**
 * The command line of prlimit(1) that sets every resource limit and then runs `command`. These limits are the belt;
 * the watchdog or the cgroup judges the whole tree.
 * @param processes limit of RLIMIT_NPROC, counted per sandbox (the user namespace is its own since Linux 5.14)
 * @param bootSeconds CPU seconds that a pre-warmed program may have used before its job
 */
export function prlimitCommand(
  limits: ResolvedLimits,
  processes: number,
  bootSeconds: number,
  command: readonly string[],
): string[] {
  const cpu = Math.ceil(limits.cpuSeconds + bootSeconds)
  const memory = Math.ceil(limits.memoryBytes)
  // RLIMIT_AS below about 5 GB breaks V8 and WebAssembly, which reserve address space and do not use it
  const space =
    limits.kind === 'node'
      ? [`--data=${memory + NODE_DATA_SLACK_BYTES}`]
      : [`--data=${memory}`, `--as=${memory + ADDRESS_SPACE_SLACK_BYTES}`]
  return [
    '/usr/bin/prlimit',
    `--cpu=${cpu}:${cpu + 1}`,
    ...space,
    `--fsize=${64 * MIB}`,
    `--nproc=${processes}`,
    '--nofile=256',
    '--core=0',
    '--memlock=0',
    '--msgqueue=0',
    '--sigpending=256',
    '--rtprio=0',
    '--nice=0',
    '--',
    ...command,
  ]
}
