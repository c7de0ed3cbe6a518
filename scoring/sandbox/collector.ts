import type { SandboxResult } from './sandbox-job.ts'

/** Room for the collector's own lines in the result stream, bytes. */
export const COLLECTOR_OVERHEAD_BYTES = 4096

/**
 * Wraps a command that leaves files behind: it runs, then every process that is left is killed (late writers,
 * orphans), then the files are written to descriptor 3, each after a line `file SIZE PATH`. What is no regular file
 * gives a line `special 0 PATH`, what is too large `large SIZE PATH`. The host reads that stream and never opens a
 * path that the program made.
 * @throws {RangeError} when a path is not a plain path below /output.
 */
export function collectorCommand(
  files: readonly string[],
  outputBytes: number,
  command: readonly string[],
): string[] {
  for (const file of files) {
    if (!/^\/output(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(file)) {
      throw new RangeError(`A result file must be a plain path below /output, not ${JSON.stringify(file)}`)
    }
  }
  const script = `"$@" 3>&-
code=$?
kill -s KILL -- -1 2>/dev/null
for file in ${files.join(' ')}; do
  if [ -L "$file" ] || { [ -e "$file" ] && [ ! -f "$file" ]; }; then
    echo "special 0 $file"
  elif [ -f "$file" ]; then
    size=$(stat -c %s "$file")
    if [ "$size" -gt ${outputBytes} ]; then
      echo "large $size $file"
    else
      echo "file $size $file"
      head -c "$size" "$file"
    fi
  fi
done >&3
exit "$code"`
  return ['/bin/sh', '-c', script, 'collector', ...command]
}

/**
 * Takes the collector's stream apart. `problem` says what is wrong with it (a special or oversized file, a file
 * that could not be read to its end) and is null when all is well; a file that is absent is simply absent.
 */
export function parseCollected(
  bytes: Uint8Array,
  asked: readonly string[],
): { result: SandboxResult; problem: string | null } {
  const files = new Map<string, Uint8Array>()
  const answer = (problem: string | null) => ({ result: { bytes: new Uint8Array(0), files }, problem })
  let position = 0
  while (position < bytes.length) {
    const end = bytes.indexOf(10, position)
    const line = new TextDecoder('latin1').decode(bytes.subarray(position, end < 0 ? bytes.length : end))
    const [, kind, size, path] = /^(file|special|large) (\d{1,15}) (\S+)$/.exec(line) ?? []
    if (end < 0 || path === undefined || !asked.includes(path) || files.has(path)) {
      return answer('The stream of result files is not in order')
    }
    if (kind === 'special') return answer(`${path} is not a regular file`)
    if (kind === 'large') return answer(`${path} has ${size} bytes, which is more than the limit`)
    const start = end + 1
    position = start + Number(size)
    if (position > bytes.length) return answer(`${path} could not be read to its end`)
    files.set(path, new Uint8Array(bytes.subarray(start, position)))
  }
  return answer(null)
}
