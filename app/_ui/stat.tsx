import type { ReactNode } from 'react'

export interface StatItem {
  label: string
  value: ReactNode
  note?: ReactNode
}

/** Numbers worth a glance, side by side. */
export function Stats({ items }: { items: readonly StatItem[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px border border-line bg-line sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
      {items.map((item) => (
        <div key={item.label} className="min-w-0 bg-surface px-4 py-3.5 max-sm:last:odd:col-span-2">
          <dt className="lettered text-muted">{item.label}</dt>
          <dd className="called figures mt-1 text-2xl leading-none [&_time]:whitespace-normal">
            {item.value}
          </dd>
          {item.note && <dd className="mt-1.5 text-sm text-muted">{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}
