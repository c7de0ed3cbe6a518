/**
 * Rewrites `<time data-form>` from UTC to the viewer's zone, naming the zone, and keeps countdowns counting. What
 * arrives later (a live board, a form's answer) is rewritten too. Self-contained, see InlineScript.
 */
export function localTimes(): void {
  const zoned: Record<string, Intl.DateTimeFormatOptions> = {
    date: { day: 'numeric', month: 'short', year: 'numeric' },
    moment: {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    },
    clock: { hour: '2-digit', minute: '2-digit' },
  }
  const left = (ms: number) => {
    const minutes = Math.floor(ms / 60_000)
    const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)]
    if (ms <= 0) return 'closed'
    if (days > 0) return `${days} d ${hours} h left`
    return hours > 0
      ? `${hours} h ${minutes % 60} min left`
      : `${minutes} min ${Math.floor(ms / 1000) % 60} s left`
  }
  const rewrite = (element: HTMLTimeElement) => {
    const at = new Date(element.dateTime)
    const form = element.dataset.form ?? 'moment'
    const text =
      form === 'countdown'
        ? left(at.getTime() - Date.now())
        : new Intl.DateTimeFormat('en-GB', zoned[form]).format(at)
    if (form !== 'countdown') element.title = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
    if (element.textContent !== text) element.textContent = text
  }
  const sweep = (selector: string) => {
    for (const element of document.querySelectorAll<HTMLTimeElement>(selector)) rewrite(element)
  }
  const nameZone = () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    for (const element of document.querySelectorAll('[data-zone]')) {
      if (element.textContent !== zone) element.textContent = zone
    }
  }
  const all = () => {
    sweep('time[data-form]')
    nameZone()
  }
  all()
  setInterval(() => sweep('time[data-form="countdown"]'), 1000)
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true })
}
