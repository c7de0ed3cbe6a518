/** A reader in a process of its own, started again whenever it has died. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'

export type Reply<T> = { answer: T } | { ended: 'crashed' | 'hung' }

export class ReaderProcess<T> {
  #command: readonly string[]
  #child: ChildProcess | undefined
  #lines: AsyncIterator<string> | undefined
  #interface: Interface | undefined

  constructor(command: readonly string[]) {
    this.#command = command
  }

  /** Asks for one file. A process that dies or takes longer is a reply as well. */
  async ask(path: string, timeoutMs: number): Promise<Reply<T>> {
    if (!this.#child) this.#start()
    const late = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => late.resolve('late'), timeoutMs)
    try {
      this.#child?.stdin?.write(`${path}\n`)
      const line = await Promise.race([this.#lines!.next(), late.promise])
      if (line !== 'late' && !line.done) return { answer: JSON.parse(line.value) }
      this.close()
      return { ended: line === 'late' ? 'hung' : 'crashed' }
    } finally {
      clearTimeout(timer)
    }
  }

  close(): void {
    this.#interface?.close()
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  #start(): void {
    const [program, ...words] = this.#command
    this.#child = spawn(program, words, { stdio: ['pipe', 'pipe', 'ignore'] })
    // a process that has just died does not take its next line; that it ended is seen by its output
    this.#child.stdin?.on('error', () => {})
    this.#interface = createInterface({ input: this.#child.stdout! })
    this.#lines = this.#interface[Symbol.asyncIterator]()
  }
}
