import { notFound, redirect } from 'next/navigation'
import { GrandstandError } from '#core/errors.ts'
import { paths } from './paths.ts'

/**
 * What a page reads, with the errors a page answers by itself: what may not be seen is not there, and who is not
 * signed in is sent to sign in and comes back to `path`.
 */
export async function forPage<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (thrown) {
    if (!(thrown instanceof GrandstandError)) throw thrown
    if (thrown.code === 'unauthenticated') redirect(paths.signIn(path))
    if (['not_found', 'forbidden', 'terms_not_accepted'].includes(thrown.code)) notFound()
    throw thrown
  }
}

/** The same for parts of a page that may be missing: undefined where there is nothing to see. */
export async function ifAny<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (thrown) {
    const absent = [
      ...['not_found', 'forbidden', 'terms_not_accepted', 'unauthenticated', 'invitation_invalid'],
      ...['conflict', 'withdrawn'],
    ]
    if (thrown instanceof GrandstandError && absent.includes(thrown.code)) return undefined
    throw thrown
  }
}
