/** Bytes as the form of a task shows them: whole megabytes, at least one. */
export function megabytes(sizeBytes: number): number {
  return Math.max(1, Math.round(sizeBytes / 1e6))
}
