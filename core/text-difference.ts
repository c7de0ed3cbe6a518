/** Which words of two texts differ, for showing records side by side. */

/** A stretch of one text; `differs` when the other text does not have it there. */
export interface TextPart {
  text: string
  differs: boolean
}

/** Above this many words, texts are compared as wholes: the table below grows with the square. */
const WORDS_MAX = 400

/**
 * Both texts in parts, marked where they differ. What is not marked is a longest common subsequence of their words, so
 * both sides read the same there; the parts of each text joined give the text.
 */
export function textDifference(left: string, right: string): { left: TextPart[]; right: TextPart[] } {
  const [a, b] = [wordsOf(left), wordsOf(right)]
  if (a.length > WORDS_MAX || b.length > WORDS_MAX) {
    const differs = left !== right
    return { left: [{ text: left, differs }], right: [{ text: right, differs }] }
  }
  const common = commonLengths(a, b)
  const parts = { left: [] as TextPart[], right: [] as TextPart[] }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      append(parts.left, a[i++], false)
      append(parts.right, b[j++], false)
    } else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) {
      append(parts.left, a[i++], true)
    } else {
      append(parts.right, b[j++], true)
    }
  }
  return parts
}

/** Words, numbers, blanks and single signs. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}]+|\p{N}+|\s+|./gsu) ?? []
}

/** `[i][j]`: length of the longest common subsequence of `a` from i on and `b` from j on. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] =
        a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1])
    }
  }
  return lengths
}

function append(parts: TextPart[], text: string, differs: boolean): void {
  const last = parts.at(-1)
  if (last?.differs === differs) last.text += text
  else parts.push({ text, differs })
}
