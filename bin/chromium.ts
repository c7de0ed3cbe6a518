import { ensureProgram } from './debian-package.ts'

/** Path of a Chromium for the end-to-end tests; GRANDSTAND_CHROMIUM names one, Debian's package is the default. */
export async function ensureChromium(): Promise<string> {
  return (
    process.env.GRANDSTAND_CHROMIUM ||
    ensureProgram(['chromium', 'chromium-browser', 'google-chrome'], 'chromium', 'Testing the pages')
  )
}
