/** One line per step on the terminal, with the seconds it took or is taking. */

/** What a long step may use to say how far it is. */
export type Report = (detail: string) => void

const quietMs = 300
const repeatMs = 10_000

/**
 * Runs one step. A step that takes longer than a moment shows its title, the running seconds and what it last reported;
 * without a terminal it writes a line now and then.
 */
export async function step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
  const began = Date.now()
  const seconds = () => ((Date.now() - began) / 1000).toFixed(1)
  let detail = ''
  let shownAt = began
  const live = process.stdout.isTTY === true
  const ticker = setInterval(() => {
    const line = `  ${title} … ${seconds()} s${detail === '' ? '' : `  ${detail}`}`
    if (live) process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`)
    else if (Date.now() - shownAt >= repeatMs) {
      console.log(line)
      shownAt = Date.now()
    }
  }, quietMs)
  try {
    const result = await work((text) => {
      detail = text
    })
    clearInterval(ticker)
    if (live) process.stdout.write('\r\x1b[K')
    if (Date.now() - began >= quietMs) console.log(`✓ ${title} (${seconds()} s)`)
    return result
  } catch (error) {
    if (live) process.stdout.write('\r\x1b[K')
    console.log(`✗ ${title} (${seconds()} s)`)
    throw error
  } finally {
    clearInterval(ticker)
  }
}
