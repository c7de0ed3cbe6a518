import type { ReactNode } from 'react'

const TONES = {
  note: 'border-edge bg-sunken',
  good: 'border-good bg-good-soft',
  warn: 'border-warn bg-warn-soft',
  bad: 'border-bad bg-bad-soft',
} as const

/** A message that stands out. `live` announces it to screen readers when it appears after an action. */
export function Callout({
  tone = 'note',
  title,
  live,
  children,
}: {
  tone?: keyof typeof TONES
  title?: string
  live?: boolean
  children?: ReactNode
}) {
  return (
    <div
      role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      className={`border-l-4 px-4 py-3 ${TONES[tone]}`}
    >
      {title && <p className="font-semibold">{title}</p>}
      {children && <div className={title ? 'mt-1' : ''}>{children}</div>}
    </div>
  )
}
