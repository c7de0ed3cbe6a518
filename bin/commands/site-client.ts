/** An answer of a Grandstand that is not a success, in its own words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The REST API of one site, spoken with one token. Throws RefusedError for answers that are not a success. */
export interface SiteClient {
  headers: Record<string, string>
  address(path: string): string
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: object): Promise<T>
}

/** @param site address as people type it, without a slash at the end */
export function siteClient(site: string, token: string): SiteClient {
  const headers = { authorization: `Bearer ${token}` }
  const address = (path: string) => `${site}/api/v1${path}`
  return {
    headers,
    address,
    get: async (path) => answerOf(await ask(address(path), { headers })),
    async post(path, body) {
      const json = { ...headers, 'content-type': 'application/json' }
      return answerOf(await ask(address(path), { method: 'POST', headers: json, body: JSON.stringify(body) }))
    },
  }
}

/** fetch, with the address in the error where nothing answers. */
async function ask(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    const { cause } = error as Error
    throw new Error(`${address} does not answer: ${cause instanceof Error ? cause.message : String(error)}`)
  }
}

interface ProblemBody {
  title?: string
  detail?: string
  problems?: { message: string }[]
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text()
  if (response.ok) return JSON.parse(text)
  const body = parsed(text)
  const lines = body?.problems?.map(({ message }) => `\n  ${message}`) ?? []
  const said = body?.detail ?? body?.title ?? text.slice(0, 200)
  throw new RefusedError(
    response.status,
    `${response.url} answered ${response.status}: ${said}${lines.join('')}`,
  )
}

function parsed(text: string): ProblemBody | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
