/**
 * Applies the chosen theme before the first paint, so that nothing flashes, and lets `[data-theme-toggle]` buttons
 * switch it. Without a choice the system's preference holds. Self-contained, see InlineScript.
 */
export function keepTheme(): void {
  const key = 'grandstand-theme'
  const root = document.documentElement
  const stored = () => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null // storage may be forbidden; the system's preference is fine then
    }
  }
  const chosen = stored()
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-theme-toggle]')) return
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    const next = (root.dataset.theme ?? system) === 'dark' ? 'light' : 'dark'
    root.dataset.theme = next
    try {
      localStorage.setItem(key, next)
    } catch {
      // the choice then lasts as long as the page
    }
  })
}
