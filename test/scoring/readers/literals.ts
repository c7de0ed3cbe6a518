/** Number literals of many shapes, with those where rounding is hardest among them. */
import type { SeededRandom } from '#test/helpers/seeded-random.ts'

/** Endless literals, shape after shape. */
export function* literals(random: SeededRandom): Generator<string, never> {
  function digits(count: number): string {
    let text = ''
    for (let i = 0; i < count; i++) text += random.below(10)
    return text
  }

  function anyDouble(): number {
    const words = Uint32Array.of(random.next() * 2 ** 32, random.next() * 2 ** 32)
    const [value] = new Float64Array(words.buffer)
    return Number.isFinite(value) ? value : 1
  }

  // a decimal at or next to the middle between two neighbouring doubles, where rounding is hardest
  function nearMiddle(): string {
    const words = new Uint32Array(2)
    const value = new Float64Array(words.buffer)
    value[0] = random.next() * 2 ** (random.below(60) - 30)
    const low = value[0]
    words[0] += 1
    return (low / 2 + value[0] / 2).toPrecision(17 + random.below(9))
  }

  // an odd integer of 54 bits (a tie, exactly) over a power of ten
  function tie(): string {
    const text = String(BigInt(Math.floor(random.next() * 2 ** 53)) * 2n + 1n)
    const places = random.below(20)
    if (places === 0) return text
    const padded = text.padStart(places + 1, '0')
    return `${padded.slice(0, -places)}.${padded.slice(-places)}`
  }

  // exactly the middle between a double, subnormal ones too, and the next one, or the first of its digits
  function exactMiddle(): string {
    const [bits] = new BigUint64Array(Float64Array.of(Math.abs(anyDouble())).buffer)
    const exponent = Number(bits >> 52n)
    const fraction = bits & (2n ** 52n - 1n)
    const odd = 2n * (exponent === 0 ? fraction : fraction + 2n ** 52n) + 1n
    const power = Math.max(exponent, 1) - 1076
    const all = String(power < 0 ? odd * 5n ** BigInt(-power) : odd << BigInt(power))
    const kept = random.below(2) === 0 ? all : all.slice(0, 17 + random.below(8))
    return `${kept}e${Math.min(power, 0) + all.length - kept.length}`
  }

  const shapes: readonly (() => string)[] = [
    () => String(random.next()),
    () => random.next().toFixed(6),
    () => random.next().toFixed(random.below(22)),
    () => String(anyDouble()),
    () => `${digits(random.below(25) + 1)}.${digits(random.below(25))}`,
    () => `${digits(1 + random.below(20))}e${random.below(80) - 40}`,
    () => `0.${'0'.repeat(random.below(25))}${digits(17)}`,
    () => `-${random.next() * 1000}`,
    () =>
      `${9007199254740993n + 2n * BigInt(random.below(1000))}.${'0'.repeat(random.below(5))}${random.below(2)}`,
    nearMiddle,
    exactMiddle,
    () => `+${'0'.repeat(random.below(9))}${digits(19)}.E+0${random.below(300)}`,
    tie,
  ]
  for (;;) for (const shape of shapes) yield shape()
}
