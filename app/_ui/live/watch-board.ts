/**
 * Keeps the board on this page current: on every change that the stream named in `data-events` tells of, fetches the page again,
 * puts its board in place of the present one and marks the rows that differ. Falls back to asking every 30 seconds
 * while the stream is down. Self-contained, see InlineScript.
 */
export function watchBoard(): void {
  const board = () => document.querySelector<HTMLElement>('[data-board]')
  const address = board()?.dataset.events
  if (!address) return
  let busy = false
  let again = false
  const rowText = (row: Element | null | undefined) => row?.textContent
  const refresh = async () => {
    if (busy) {
      again = true
      return
    }
    busy = true
    try {
      const response = await fetch(location.href, { headers: { accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const next = page.querySelector<HTMLElement>('[data-board]')
      const present = board()
      if (!response.ok || !next || !present) return
      for (const row of next.querySelectorAll<HTMLElement>('[data-row]')) {
        const before = present.querySelector(`[data-row="${CSS.escape(row.dataset.row ?? '')}"]`)
        if (rowText(before) !== rowText(row)) row.dataset.changed = ''
      }
      if (present.innerHTML !== next.innerHTML) present.replaceChildren(...next.childNodes)
    } finally {
      // before a deadline boards change all the time: everybody who watches asks at most once a second
      setTimeout(() => {
        busy = false
        if (!again) return
        again = false
        refresh()
      }, 1_000)
    }
  }
  const light = (on: boolean) => {
    for (const lamp of document.querySelectorAll<HTMLElement>('[data-live]'))
      lamp.dataset.live = on ? 'on' : 'off'
  }
  let poll: ReturnType<typeof setInterval> | undefined
  const stream = new EventSource(address)
  stream.onopen = () => {
    light(true)
    clearInterval(poll)
    poll = undefined
  }
  stream.addEventListener('change', refresh)
  stream.onerror = () => {
    light(false)
    poll ??= setInterval(refresh, 30_000)
  }
}
