import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** Options of Observable Plot, less what this sets: the document and the class name. */
export type Drawing = Omit<Plot.PlotOptions, 'document' | 'className'>

/** Drawn text is at least 12 px and follows the text colour around, so both themes work. */
const STYLE = { background: 'transparent', fontSize: '12px', overflow: 'visible' }

interface PlotFigureProps {
  /** What a person who cannot see the picture should know. */
  title: string
  drawing: Drawing
  className?: string
}

/**
 * A picture drawn on the server as SVG: no script reaches the browser. Use the theme's variables for colours
 * (`var(--color-accent)`), so that the picture follows light and dark.
 */
export function PlotFigure({ title, drawing, className = '' }: PlotFigureProps) {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({
    ...drawing,
    style: { ...STYLE, ...styleOf(drawing) },
    document,
    className: 'drawn',
  })
  // the picture is one image with one name; names on its parts would be noise, and invalid on groups
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', title)
  return <div className={`plot ${className}`} dangerouslySetInnerHTML={{ __html: svg.outerHTML }} />
}

function styleOf(drawing: Drawing): Record<string, string> {
  return typeof drawing.style === 'object' && drawing.style !== null
    ? (drawing.style as Record<string, string>)
    : {}
}
