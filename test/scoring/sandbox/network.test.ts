import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { PYTHON_ATTEMPT, probe } from './attack.ts'

// a TCP server, a Unix socket and an abstract socket of the host that must not be reachable
const folder = mkdtempSync('/tmp/grandstand-network-')
const abstract = `\0grandstand-${process.pid}`
const connections: string[] = []
const servers: Server[] = []
let port = 0

async function listen(name: string, at: { port: number } | { path: string }): Promise<Server> {
  const server = createServer((socket) => {
    connections.push(name)
    socket.destroy()
  })
  await new Promise<void>((resolve) =>
    server.listen({ ...at, host: 'port' in at ? '127.0.0.1' : undefined }, resolve),
  )
  servers.push(server)
  return server
}

before(async () => {
  const address = (await listen('tcp', { port: 0 })).address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  await listen('unix', { path: join(folder, 'socket') })
  await listen('abstract', { path: abstract })
})
after(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
  assert.deepEqual(connections, [])
})

probe('no family of sockets can be opened', {
  python: `${PYTHON_ATTEMPT}
import socket
families = list(range(0, 46))
types = (1, 2, 3, 5)
found = {f'{family}/{kind}': attempt(lambda: socket.socket(family, kind)) for family in families for kind in types}
tell(sorted(set(found.values())))`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), ['EPERM']),
})

probe('Python reaches neither TCP nor a Unix socket nor an abstract one of the host', {
  python: `${PYTHON_ATTEMPT}
import socket
def reach(family, address):
    socket.socket(family, socket.SOCK_STREAM).connect(address)
with open('/input/addresses.json') if os.path.exists('/input/addresses.json') else sys.stdin as file:
    port, path, name = json.load(file)
tell([attempt(lambda: reach(2, ('127.0.0.1', port))), attempt(lambda: reach(1, path)), attempt(lambda: reach(1, name))])`,
  get job() {
    return { stdin: JSON.stringify([port, join(folder, 'socket'), abstract]) }
  },
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), ['EPERM', 'EPERM', 'EPERM']),
})

probe('Node reaches no server and no name is resolved', {
  javascript: `
const net = require('node:net'), dns = require('node:dns'), dgram = require('node:dgram')
const tell = []
const done = (what) => { tell.push(what); if (tell.length === 3) require('node:fs').writeSync(3, JSON.stringify(tell.sort())) }
net.connect(80, '127.0.0.1').on('error', () => done('tcp')).on('connect', () => done('CONNECTED'))
dns.lookup('example.org', (error) => done(error ? 'dns' : 'RESOLVED'))
try { dgram.createSocket('udp4').on('error', () => done('udp')).send('x', 53, '127.0.0.1', (error) => { if (!error) done('SENT') }) }
catch { done('udp') }`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), ['dns', 'tcp', 'udp']),
})

probe('the descriptors that the host gave are no way out: no peer address, no further descriptors', {
  python: `
import socket
found = []
for number in range(0, 1024):
    try: os.fstat(number)
    except OSError: continue
    found.append(number)
os.write(3, json.dumps(found).encode())`,
  verdict: 'ok',
  check: (_, result) => assert.deepEqual(JSON.parse(result), [0, 1, 2, 3]),
})
