const TEXTS: Record<string, string> = {
  unauthenticated: 'The e-mail or the password is wrong.',
  too_many_requests: 'There were too many attempts. Wait a quarter of an hour and try again.',
  forbidden: 'This account is disabled. Ask an operator to enable it again.',
  already_exists:
    'There is an account with your e-mail already, and the sign-on provider does not say that the address is verified. Sign in with your password.',
  invalid_input:
    'The sign-on provider did not tell your e-mail address. Ask its administrator to release the claim “email” to this site.',
  Callback: 'The sign-on provider did not confirm who you are, or you turned back there. Try again.',
  OAuthSignin: 'The sign-on provider does not answer at the moment. Try again later or tell an operator.',
}

/** A sentence for the word that a refused sign-in leaves in the address; unknown words are never repeated. */
export function refusalText(word: string): string {
  const known = Object.hasOwn(TEXTS, word) ? TEXTS[word] : undefined
  return known ?? 'Signing in did not work. Try again; if it stays, tell an operator when it happened.'
}
