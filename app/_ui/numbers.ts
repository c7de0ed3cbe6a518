/** Numbers as pages write them: the same on every machine, whatever its locale. */
const WHOLE = new Intl.NumberFormat('en-GB')

/** `12345` → `12,345`. */
export function wholeText(value: number): string {
  return WHOLE.format(value)
}

/** A score with a metric's number of decimals, with a true minus sign. */
export function scoreText(value: number, precision: number): string {
  return value.toFixed(precision).replace('-', '−')
}

/** `1536` → `1.5 kB`: decimal units, three significant digits. */
export function sizeText(sizeBytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3))
  return step === 0
    ? `${sizeBytes} bytes`
    : `${Number((sizeBytes / 1000 ** step).toPrecision(3))} ${units[step]}`
}

/** `1` → `1 team`, `3` → `3 teams`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${wholeText(count)} ${count === 1 ? one : many}`
}
