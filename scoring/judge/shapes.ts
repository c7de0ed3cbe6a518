/**
 * Shapes of untrusted JSON, for the few that are checked on every judging. zod says more about what is wrong, but takes
 * longer to load and to compile its checks than a small file takes to be judged.
 */

/** Gives the value back if it has the shape: a copy, with nothing in it that the shape does not name. Throws `ShapeError`. */
export type Shape<T> = (value: unknown) => T

/** Says what was expected. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
}

type Fields = Record<string, Shape<unknown>>
type ValuesOf<F extends Fields> = { [K in keyof F]: F[K] extends Shape<infer T> ? T : never }

function expected(what: string): never {
  throw new ShapeError(`expected ${what}`)
}

/** A text of at most `most` UTF-16 units. */
export function text(most = Number.POSITIVE_INFINITY): Shape<string> {
  return (value) =>
    typeof value === 'string' && value.length <= most ? value : expected(`a text of at most ${most}`)
}

/** A finite number: JSON has no NaN, but 1e999 is infinite. */
export const finite: Shape<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : expected('a finite number')

/** A whole number from 0 on, exactly represented. */
export const count: Shape<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : expected('a count')

/** Exactly this text. */
export function literal<const T extends string>(wanted: T): Shape<T> {
  return (value) => (value === wanted ? wanted : expected(JSON.stringify(wanted)))
}

/** A flag that is only there when it is set. */
export const yes: Shape<true> = (value) => (value === true ? true : expected('true'))

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null ? null : shape(value))
}

/** A list of at most `most` values of one shape. */
export function list<T>(shape: Shape<T>, most = Number.POSITIVE_INFINITY): Shape<T[]> {
  return (value) =>
    Array.isArray(value) && value.length <= most ? value.map(shape) : expected(`a list of at most ${most}`)
}

/** Three values of one shape. */
export function triple<T>(shape: Shape<T>): Shape<[T, T, T]> {
  return (value) => {
    if (!Array.isArray(value) || value.length !== 3) return expected('a list of three')
    return [shape(value[0]), shape(value[1]), shape(value[2])]
  }
}

/** An object with any names. */
export function record<T>(shape: Shape<T>, most = Number.POSITIVE_INFINITY): Shape<Record<string, T>> {
  return (value) => {
    const entries = Object.entries(object(value))
    if (entries.some(([name]) => name.length > most)) expected(`names of at most ${most}`)
    // which, unlike assignment, makes a plain entry of "__proto__"
    return Object.fromEntries(entries.map(([name, one]) => [name, shape(one)]))
  }
}

/** An object with these fields, and these others where they are present. */
export function fields<R extends Fields, O extends Fields>(
  required: R,
  optional: O,
): Shape<ValuesOf<R> & Partial<ValuesOf<O>>> {
  return (value) => {
    const from = object(value)
    const into: Record<string, unknown> = {}
    for (const name of Object.keys(required)) into[name] = field(name, required[name], from[name])
    for (const name of Object.keys(optional)) {
      if (Object.hasOwn(from, name)) into[name] = field(name, optional[name], from[name])
    }
    return into as ValuesOf<R> & Partial<ValuesOf<O>>
  }
}

function field<T>(name: string, shape: Shape<T>, value: unknown): T {
  try {
    return shape(value)
  } catch (error) {
    throw error instanceof ShapeError ? new ShapeError(`${name}: ${error.message}`) : error
  }
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : expected('an object')
}
