import type { Demo } from './demo.ts'

/** The text that `npm start` ends with: where to go, as whom, and what to paste. */
export function greeting(publicUrl: string, seconds: number, demo: Demo | undefined): string {
  const lines = ['', `Grandstand is ready after ${seconds.toFixed(1)} s:  ${publicUrl}${demo?.page ?? ''}`]
  if (demo) {
    const widest = Math.max(...demo.accounts.map(({ email }) => email.length))
    lines.push('', 'Demo accounts:')
    for (const { email, password, role } of demo.accounts) {
      lines.push(`  ${email.padEnd(widest)}  ${password}  (${role})`)
    }
    lines.push('', 'Try the API:', ...curlLines(publicUrl, demo).map((line) => `  ${line}`))
  } else {
    lines.push(
      '',
      'Try the API:',
      `  curl ${publicUrl}/api/v1/health`,
      `  curl ${publicUrl}/api/v1/challenges`,
    )
    lines.push(`  curl ${publicUrl}/api/v1/openapi.json`)
  }
  lines.push('', 'Ctrl-C stops everything.')
  return lines.join('\n')
}

/** Read a board; fetch a file that may be submitted; submit it and get its report in the same call. */
function curlLines(publicUrl: string, { token, tasks }: Demo): string[] {
  const [{ id, sampleUrl }] = tasks
  const api = `${publicUrl}/api/v1`
  const bearer = `-H 'Authorization: Bearer ${token}'`
  return [
    `curl -sS ${api}/tasks/${id}/leaderboard`,
    `curl -fsS ${bearer} -o predictions.csv ${publicUrl}${sampleUrl}`,
    `curl -sS ${bearer} -F file=@predictions.csv '${api}/tasks/${id}/submissions?wait=30'`,
  ]
}
