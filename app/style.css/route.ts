import { readFile } from 'node:fs/promises'
import path from 'node:path'
import tailwind from '@tailwindcss/postcss'
import postcss from 'postcss'

/** Compiled once, at build time. */
export const dynamic = 'force-static'

/**
 * The stylesheet, at one address for every page. Boards are served without the framework's runtime
 * (docs/decisions), so they cannot learn the address of a stylesheet that a layout imports.
 */
export async function GET(): Promise<Response> {
  const from = path.join(process.cwd(), 'app/globals.css')
  const plugins = [tailwind({ base: path.dirname(from), optimize: true })]
  const { css } = await postcss(plugins).process(await readFile(from, 'utf8'), { from })
  return new Response(css, { headers: { 'content-type': 'text/css; charset=utf-8' } })
}
