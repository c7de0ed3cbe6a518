import type { ReactNode } from 'react'

/** What stands where a list would be when there is nothing in it yet: says so, and what to do. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="border-2 border-dashed border-line px-6 py-10 text-center">
      <p className="called text-xl">{title}</p>
      {children && <div className="mx-auto mt-2 max-w-md text-muted">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  )
}
