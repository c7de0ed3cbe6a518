/** Mail addresses of nobody: reserved for examples, and file names such as `icon@2x.png`. */
const NO_ADDRESS =
  /@(?:[\w.-]*\.)?(?:example|test|invalid|localhost)(?:\.\w+)?$|\.(?:png|jpe?g|webp|gif|svg|css|js)$/i

const ADDRESS =
  /(?<![\w.+-])[a-z0-9](?:[\w.+-]{0,62}[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,18}(?![\w-])/i

/**
 * A telephone number that says so: with a country code (`+49 621 181 2500`), with an area code in parentheses, or
 * after a word such as Tel. Bare digits are ids, prices, product codes and dates far more often than telephones.
 */
const TELEPHONES = [
  /(?<![\w+.-])\+[1-9]\d{0,2}[ ./-]?(?:\(0?\d{1,5}\)[ ./-]?)?\d(?:[ ./-]?\d){6,12}(?![\w-])/,
  /(?<![\w+.(-])\((?!(?:19|20)\d\d\))0?\d{2,5}\)[ -]?\d{3,4}[ -]\d{3,5}(?![\w-])/,
  /\b(?:tel|telefon|telephone|phone|fon|mobil|mobile|handy|fax|call)\b(?:\.?:| ?\.)? {0,2}(?:(?<=[:.] {0,2})\d|[+(]\d|0\d)(?:[ ()./-]{0,2}\d){6,13}(?![\w-])/i,
]

/** The first e-mail address of a text, with its name hidden but for a letter; undefined for none. */
export function findAddress(text: string): string | undefined {
  const found = ADDRESS.exec(text)?.[0]
  return found && !NO_ADDRESS.test(found) ? `${found[0]}…${found.slice(found.indexOf('@'))}` : undefined
}

/** The first telephone number of a text, with its last digits hidden; undefined for none. */
export function findTelephone(text: string): string | undefined {
  for (const pattern of TELEPHONES) {
    const found = pattern.exec(text)?.[0]
    if (found) return `${found.slice(0, Math.max(4, found.length - 5))}…`
  }
  return undefined
}
