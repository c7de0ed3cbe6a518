/** `country, country+age` → `[['country'], ['country', 'age']]`; nothing is no slices. */
export function slicesOf(text: string): string[][] {
  return text
    .split(',')
    .map((columns) => columns.split('+').map((column) => column.trim()))
    .filter(([first]) => first !== '')
}

/** The other way. */
export function sliceText(slices: readonly (readonly string[])[] = []): string {
  return slices.map((columns) => columns.join('+')).join(', ')
}
