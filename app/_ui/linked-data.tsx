/** Data about the page for search engines, as JSON-LD. Browsers do not run it. */
export function LinkedData({ data }: { data: Record<string, unknown> }) {
  // a script ends at its first `</script`, wherever that stands
  const text = JSON.stringify(data).replaceAll('<', '\\u003c')
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: text }} />
}
