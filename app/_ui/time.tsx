const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

export type TimeForm = 'date' | 'moment' | 'clock'

/** An instant as the server knows it: UTC, and says so. */
export function utcText(at: Date, form: TimeForm): string {
  if (form === 'date') return DATE.format(at)
  if (form === 'clock') return `${CLOCK.format(at)} UTC`
  return `${DATE.format(at)}, ${CLOCK.format(at)} UTC`
}

/** An instant: sent in UTC with the zone named, rewritten by live/local-times.ts to the viewer's zone. */
export function Time({ at, form = 'moment' }: { at: Date | string; form?: TimeForm }) {
  const date = new Date(at)
  return (
    <time
      dateTime={date.toISOString()}
      data-form={form}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {utcText(date, form)}
    </time>
  )
}

/**
 * Time that is left until an instant; counts in the browser, and is the instant itself without scripts. Its text must
 * stay one text node, or the framework takes the rewritten time for a mistake of ours.
 */
export function Countdown({ until }: { until: Date | string }) {
  const date = new Date(until)
  return (
    <time
      dateTime={date.toISOString()}
      data-form="countdown"
      suppressHydrationWarning
      className="figures whitespace-nowrap"
    >
      {`until ${utcText(date, 'moment')}`}
    </time>
  )
}
