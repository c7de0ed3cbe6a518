/** Collects what is wrong with a file: everything is counted, the first 20 of each kind are kept. */
import type { Problem } from '#core/errors.ts'

/** How many problems of one code are kept with their details. */
export const KEPT_PER_CODE = 20

/** What a check found: the kept problems and how many there were in all. */
export interface Findings {
  problems: Problem[]
  /** All problems, kept or not. */
  problemCount: number
  /** All problems by code, kept or not. */
  countByCode: Record<string, number>
}

export class ProblemList {
  #kept = new Map<string, Problem[]>()
  #counts = new Map<string, number>()

  /** Counts a problem; `make` is called only while problems of this code are still kept. */
  add(code: string, make: () => Omit<Problem, 'code'>): void {
    const count = this.#counts.get(code) ?? 0
    this.#counts.set(code, count + 1)
    if (count >= KEPT_PER_CODE) return
    const kept = this.#kept.get(code) ?? []
    kept.push({ code, ...make() })
    this.#kept.set(code, kept)
  }

  /** Counts `times` further problems of a code without keeping them. */
  count(code: string, times: number): void {
    if (times > 0) this.#counts.set(code, (this.#counts.get(code) ?? 0) + times)
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  /** Sorted by line within each code, codes in order of first appearance. */
  findings(): Findings {
    let problemCount = 0
    for (const count of this.#counts.values()) problemCount += count
    return {
      problems: [...this.#kept.values()].flat(),
      problemCount,
      countByCode: Object.fromEntries(this.#counts),
    }
  }
}

/** A cell as it can stand in a message: quoted, control characters escaped, at most 80 characters. */
export function quoteCell(text: string): string {
  const characters = [...text.slice(0, 400)]
  return JSON.stringify(characters.length > 80 ? `${characters.slice(0, 80).join('')}…` : text)
}
