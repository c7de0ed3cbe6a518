/**
 * Small conveniences of every page: marks the current section in the navigation, closes open menus on a click beside
 * them or Escape, and copies the text that `[data-copy]` buttons stand next to. Self-contained, see InlineScript.
 */
export function pageManners(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav[data-sections] a')) {
    if (`${location.pathname}/`.startsWith(`${link.pathname}/`)) link.setAttribute('aria-current', 'page')
  }
  const closeMenus = (but?: Node) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
      if (!but || !menu.contains(but)) menu.open = false
    }
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    const menu = document.querySelector<HTMLDetailsElement>('details[data-menu][open]')
    closeMenus()
    menu?.querySelector('summary')?.focus()
  })
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return
    closeMenus(event.target)
    const button = event.target.closest<HTMLButtonElement>('button[data-copy]')
    const text = button?.parentElement?.querySelector('[data-copied-text]')?.textContent
    if (!button || !text) return
    // browsers keep the clipboard from pages that came without encryption: then the text is marked, to copy by hand
    const shown = button.closest('figure')?.querySelector('pre')
    if (!navigator.clipboard) return shown && getSelection()?.selectAllChildren(shown)
    navigator.clipboard.writeText(text).then(() => {
      button.textContent = 'Copied'
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 2000)
    })
  })
}
