/**
 * Makes a function remember its result for each input object for as long as that object lives, so that metrics of
 * one family share their statistics without knowing of each other. The input must not change between calls.
 */
export function oncePerInput<I extends object, R>(compute: (input: I) => R): (input: I) => R {
  const results = new WeakMap<I, R>()
  return (input) => {
    let result = results.get(input)
    if (result === undefined) {
      result = compute(input)
      results.set(input, result)
    }
    return result
  }
}
