/**
 * Runs a function in the browser while the page is parsed. The function must stand alone: no imports, no closures, no
 * awaits, for its source text is all that travels. It works on every page, with the framework's runtime or without.
 */
export function InlineScript({ run }: { run: () => void }) {
  const source = `(${run.toString()})()`
  return <script dangerouslySetInnerHTML={{ __html: source }} />
}
