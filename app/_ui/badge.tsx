import type { ReactNode } from 'react'

const TONES = {
  plain: 'bg-sunken text-ink',
  accent: 'bg-accent text-on-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  outline: 'ring-1 ring-inset ring-edge text-muted',
} as const

export type BadgeTone = keyof typeof TONES

/** A word or two about the state of something. */
export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span className={`lettered inline-block whitespace-nowrap rounded-[3px] px-1.5 py-1 ${TONES[tone]}`}>
      {children}
    </span>
  )
}
