import { isDeepStrictEqual } from 'node:util'
import { build, type Plugin } from 'esbuild'

/**
 * Puts machine code into a bundle as bytes, in place of the program that assembles them, which takes some milliseconds of
 * every start. Meant are the modules named `…-code.ts` that export nothing but constants and functions without parameters,
 * named `…Module`, that give the bytes; others stay as they are.
 *
 * @param sources is given the files that such modules are made of, as paths relative to the project
 */
export function assembledCode(sources: Set<string>): Plugin {
  return {
    name: 'assembled-code',
    setup({ onLoad }) {
      onLoad({ filter: /-code\.ts$/ }, async ({ path }) => {
        const { outputFiles, metafile } = await build({
          entryPoints: [path],
          bundle: true,
          format: 'esm',
          metafile: true,
          logLevel: 'silent',
          write: false,
        })
        const program = Buffer.from(outputFiles[0].contents).toString('base64')
        const exported: Record<string, unknown> = await import(`data:text/javascript;base64,${program}`)
        const statements = Object.entries(exported).map(([name, value]) => asConstant(name, value))
        if (statements.includes(undefined) || !Object.keys(exported).some(isModule)) return undefined
        for (const source of Object.keys(metafile.inputs)) sources.add(source)
        return { contents: statements.join('\n') }
      })
    },
  }
}

function isModule(name: string): boolean {
  return name.endsWith('Module')
}

/** The statement that exports the same without computing it; undefined where there is none. */
function asConstant(name: string, value: unknown): string | undefined {
  if (typeof value !== 'function') {
    const text = JSON.stringify(value)
    const isTheSame = text !== undefined && isDeepStrictEqual(JSON.parse(text), value)
    return isTheSame ? `export const ${name} = ${text}` : undefined
  }
  if (!isModule(name) || value.length > 0) return undefined
  const bytes: Uint8Array = value()
  const text = Buffer.from(bytes).toString('base64')
  return `export const ${name} = () => Buffer.from('${text}', 'base64')`
}
