import { readFile } from 'node:fs/promises'
import path from 'node:path'

export const dynamic = 'force-static'
export const dynamicParams = false

const FOLDER = 'node_modules/@fontsource-variable/archivo/files'

/** The two font files that globals.css names: Archivo (SIL Open Font License 1.1), weight and width axes. */
export function generateStaticParams(): { file: string }[] {
  return [{ file: 'archivo-latin-wdth-normal.woff2' }, { file: 'archivo-latin-ext-wdth-normal.woff2' }]
}

export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params
  const bytes = await readFile(path.join(process.cwd(), FOLDER, path.basename(file)))
  return new Response(bytes, { headers: { 'content-type': 'font/woff2' } })
}
