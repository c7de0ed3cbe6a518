/** `2026-12-01T23:59`, as typed in UTC into a `datetime-local` field → `2026-12-01T23:59:00Z`. */
export function utcInstant(typed: string): string {
  return /T\d\d:\d\d$/.test(typed) ? `${typed}:00Z` : typed
}

/** The other way: an instant as a `datetime-local` field takes it. */
export function typedUtc(instant: string | Date): string {
  return new Date(instant).toISOString().slice(0, 16)
}
