/**
 * Every error a person can meet, in one closed table. `status` is the HTTP status, `title` the sentence that is
 * the same for every occurrence; what happened this time goes into `detail`. Each code has a heading of the same
 * name in docs/errors.md, which a test checks.
 */
export const ERRORS = {
  invalid_input: { status: 400, title: 'The request has values that are not allowed' },
  unauthenticated: { status: 401, title: 'Sign in or send a token first' },
  token_expired: { status: 401, title: 'The token has expired' },
  forbidden: { status: 403, title: 'You may not do this' },
  scope_missing: { status: 403, title: 'The token was not made for this' },
  rules_not_accepted: { status: 403, title: 'Accept the rules of the challenge first' },
  terms_not_accepted: { status: 403, title: 'Accept the terms of the dataset first' },
  no_team: { status: 403, title: 'Join or make a team first' },
  not_found: { status: 404, title: 'There is nothing at this address that you may see' },
  method_not_allowed: { status: 405, title: 'This address does not answer to this method' },
  already_exists: { status: 409, title: 'This exists already' },
  conflict: { status: 409, title: 'This does not fit the present state' },
  team_full: { status: 409, title: 'The team is full' },
  phase_closed: { status: 409, title: 'The challenge takes no submissions now' },
  withdrawn: { status: 410, title: 'The files of this release were withdrawn' },
  invitation_invalid: { status: 410, title: 'This invitation cannot be used any more' },
  body_too_large: { status: 413, title: 'The file is larger than the limit' },
  unsupported_media_type: { status: 415, title: 'This kind of body is not understood' },
  file_rejected: { status: 422, title: 'The file cannot be used as it is' },
  quota_spent: { status: 429, title: 'The quota for today is spent' },
  too_many_requests: { status: 429, title: 'Too many attempts; wait a little' },
  upload_incomplete: { status: 400, title: 'The upload ended before the file was complete' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A part of the system is not reachable at the moment' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof ERRORS

/** One finding in a file: where (1-based line or row, column name) and what to do about it. */
export interface Problem {
  /** 1-based line in a text file, or 1-based row in a Parquet or Arrow file. */
  line?: number
  /** The column's name as written in the file. */
  column?: string
  /** A stable snake_case word, for example `unknown_id`. */
  code: string
  /** What was found, what was expected, and what to do. */
  message: string
}

/** The one error class: thrown anywhere below the HTTP glue, answered as RFC 9457 problem+json by it. */
export class GrandstandError extends Error {
  override readonly name = 'GrandstandError'
  readonly code: ErrorCode
  readonly problems: readonly Problem[]
  /** Seconds after which trying again can help; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number

  constructor(
    code: ErrorCode,
    detail: string,
    options: { problems?: readonly Problem[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause })
    this.code = code
    this.problems = options.problems ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  get title(): string {
    return ERRORS[this.code].title
  }
}
