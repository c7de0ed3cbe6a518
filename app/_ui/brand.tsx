/** The mark: three rows of a stand, rising. Decorative; the name stands beside it. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" className={className} aria-hidden="true">
      <path d="M2 24h24v-6H2z" fill="currentColor" />
      <path d="M9 16h17v-5H9z" fill="currentColor" opacity=".8" />
      <path d="M17 9h9V4h-9z" fill="#ff8d6b" />
    </svg>
  )
}

/** Mark and name, in the colour of the text around. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <Mark />
      <span className="called text-2xl leading-none tracking-normal">Grandstand</span>
    </span>
  )
}
