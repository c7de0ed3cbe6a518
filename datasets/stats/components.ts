/** Connected components of things numbered 0, 1, 2 …, by union-find with path halving. */
export class Components {
  readonly #parents: number[] = []

  /** The number that stands for this thing's component. */
  of(thing: number): number {
    while (this.#parents.length <= thing) this.#parents.push(this.#parents.length)
    let at = thing
    while (this.#parents[at] !== at) {
      this.#parents[at] = this.#parents[this.#parents[at]]
      at = this.#parents[at]
    }
    return at
  }

  /** Puts two things into one component. The smaller number stands for it, so the order of links does not matter. */
  link(a: number, b: number): void {
    const [x, y] = [this.of(a), this.of(b)]
    this.#parents[Math.max(x, y)] = Math.min(x, y)
  }
}
