/** The cookies of one site, as a browser keeps them. */
export class CookieJar {
  #cookies = new Map<string, string>()

  /** For the Cookie header. */
  get header(): string {
    return Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ')
  }

  get names(): string[] {
    return [...this.#cookies.keys()]
  }

  /** Takes over what a response sets and removes. */
  keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';')
      const [name, value] = pair.split(/=(.*)/s)
      const expires = attributes.find((text) => /^\s*expires=/i.test(text))?.split('=')[1]
      if (value === '' || (expires && new Date(expires) <= new Date())) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
}
