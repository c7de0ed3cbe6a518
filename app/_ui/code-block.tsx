/** Lines to paste into a terminal, with a button that copies them. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <figure className="min-w-0 bg-board text-board-ink">
      <div className="flex items-center justify-between gap-4 border-b border-board-line py-1 pl-4 pr-1">
        <figcaption className="lettered text-board-muted">{label}</figcaption>
        <button
          type="button"
          data-copy
          className="lettered min-h-9 rounded-card px-3 text-board-ink hover:bg-board-raised noscript:hidden"
        >
          Copy
        </button>
        <span data-copied-text hidden>
          {code}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls sideways, so it must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto px-4 py-3.5 font-mono text-sm leading-relaxed">
        <code>{code}</code>
      </pre>
    </figure>
  )
}
