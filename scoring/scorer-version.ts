/**
 * Version of the built-in scorer. It is part of every evaluation's key, so raise it whenever a change could alter a
 * score, and old evaluations keep saying what they were made by.
 */
export const SCORER_VERSION = 'builtin-1'
