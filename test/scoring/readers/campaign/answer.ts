/** What a reader makes of a file, as its process tells it: one line of JSON. */

/** A cell as text; null where there is nothing. */
export type Cell = string | null

export interface Contents {
  columns: string[]
  rows: Cell[][]
  /** How cells of a column are to be compared; default by their text. */
  kinds?: CellKind[]
}

/** `single` and `double` are numbers; `loose` is whatever a JavaScript library made of the value. */
export type CellKind = 'text' | 'single' | 'double' | 'loose'

export type Answer =
  | { read: Contents }
  /** The reader says what is wrong with the file. */
  | { refused: string }
  /** The reader failed in another way than it should. */
  | { failed: string }

/** Answers for the paths on standard input, a line each. */
export async function answerLines(read: (path: string) => Promise<Answer>): Promise<void> {
  const { createInterface } = await import('node:readline')
  for await (const path of createInterface({ input: process.stdin })) {
    let answer: Answer
    try {
      answer = await read(path)
    } catch (error) {
      answer = { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
}
