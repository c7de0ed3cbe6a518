/**
 * Sums that do not depend noticeably on the order of their terms: Neumaier's variant of Kahan's compensated
 * summation (Zeitschrift für Angewandte Mathematik und Mechanik 54, 1974). The error stays near one unit in the
 * last place whatever the number of terms, which is what lets scores be compared at 1e-9 and rows come in any order.
 */
export class AccurateSum {
  private sum = 0
  private lost = 0

  /** Adds one finite term. */
  add(term: number): void {
    const next = this.sum + term
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum
    this.sum = next
  }

  /** The sum of everything added so far; 0 for none. */
  get total(): number {
    return this.sum + this.lost
  }
}

/** The sum of an array's finite values; 0 for an empty one. */
export function sumOf(values: ArrayLike<number>): number {
  const sum = new AccurateSum()
  for (let i = 0; i < values.length; i++) sum.add(values[i])
  return sum.total
}

/** The arithmetic mean of an array of at least one finite value. */
export function meanOf(values: ArrayLike<number>): number {
  return sumOf(values) / values.length
}
