import { createServer } from 'node:net'
import { ConfigurationError } from '#core/configuration.ts'

/** @throws ConfigurationError naming the port and the variable when the web server could not listen there. */
export async function requirePort(host: string, port: number): Promise<void> {
  const server = createServer()
  const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve)
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
  if (!error) return
  if (error.code === 'EADDRINUSE') {
    throw new ConfigurationError(
      `PORT: port ${port} on ${host} is used by another program. Stop that program, or take another port: ` +
        `PORT=${port + 1} npm start`,
    )
  }
  if (error.code === 'EACCES') {
    throw new ConfigurationError(`PORT: this user may not listen on port ${port}; take one from 1024 on`)
  }
  throw new ConfigurationError(`GRANDSTAND_HOST: cannot listen on ${host} (${error.code ?? error.message})`)
}
