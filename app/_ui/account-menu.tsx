import type { Role } from '#core/access.ts'
import { paths } from './paths.ts'

/** Who looks at the page, as the header shows it. */
export interface Viewer {
  name: string
  email: string
  role: Role
}

const item = 'block px-4 py-2 hover:bg-sunken'

/** Sign-in links, or the signed-in person's menu: a native disclosure, so that it works without scripts. */
export function AccountMenu({ viewer }: { viewer: Viewer | null }) {
  if (!viewer) {
    return (
      <div className="flex items-center gap-1">
        <a href={paths.signIn()} className="rounded-card px-3 py-2 font-medium hover:bg-board-raised">
          Sign in
        </a>
        <a
          href={paths.signUp()}
          className="hidden rounded-card bg-board-ink px-3 py-1.5 font-semibold text-board hover:bg-white sm:block"
        >
          Create account
        </a>
      </div>
    )
  }
  return (
    <details data-menu className="relative">
      <summary className="flex list-none items-center gap-2 rounded-card px-2 py-1.5 hover:bg-board-raised [&::-webkit-details-marker]:hidden">
        <span
          className="called grid size-7 place-items-center bg-board-ink text-base text-board"
          aria-hidden="true"
        >
          {initial(viewer.name)}
        </span>
        <span className="max-w-40 truncate max-sm:sr-only">{viewer.name}</span>
      </summary>
      <div className="absolute right-0 z-40 mt-2 w-64 border border-line bg-surface text-ink shadow-xl">
        <p className="border-b border-line px-4 py-3 text-sm">
          <span className="block font-semibold">{viewer.name}</span>
          <span className="block truncate text-muted">{viewer.email}</span>
        </p>
        <a className={item} href={paths.account()}>
          Account and API tokens
        </a>
        {viewer.role !== 'participant' && (
          <>
            <a className={item} href={paths.newDataset()}>
              Register a dataset
            </a>
            <a className={item} href={paths.newChallenge()}>
              New challenge
            </a>
          </>
        )}
        {viewer.role === 'operator' && (
          <a className={item} href={paths.admin()}>
            People and system
          </a>
        )}
        <a className={`${item} border-t border-line`} href={paths.signOut()}>
          Sign out
        </a>
      </div>
    </details>
  )
}

function initial(name: string): string {
  return ([...name.trim()][0] ?? '?').toUpperCase()
}
