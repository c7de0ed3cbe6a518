/** `grandstand score` as a bundle: what bin/score.cjs runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scoreCommand } from './score.ts'

/** Runs the command of this process's command line, and ends the process. */
export async function main(): Promise<void> {
  process.exit(await scoreCommand(process.argv.slice(3)))
}

/** Scores a file of three rows, and tells nobody: what the bundle's code is made from. */
export async function rehearse(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'grandstand-rehearsal-'))
  try {
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content)
      return [`--${name}`, join(folder, name)]
    }
    const words = [
      ...file('task', '{"kind": "classification", "classes": ["a", "b"]}'),
      ...file('truth', 'id,label\n1,a\n2,b\n3,b\n'),
      ...file('predictions', 'id,a,b\n1,1,0\n2,0,1\n3,1,0\n'),
    ]
    const silence = { out: () => {}, err: () => {} }
    await scoreCommand([...words, '--json'], silence)
    await scoreCommand(words, silence)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
