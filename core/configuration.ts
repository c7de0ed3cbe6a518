/**
 * Everything an operator can set, parsed once per process. All variables are optional: without any, Grandstand keeps
 * everything below `.data/` in the working folder and serves on http://localhost:3000.
 */
import { z } from 'zod'

const port = z.coerce.number().int().min(1).max(65_535)
const count = (low: number, high: number) => z.coerce.number().int().min(low).max(high)
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

const environmentSchema = z.object({
  /** Folder for the embedded database, the local object store and the logs. */
  GRANDSTAND_DATA: z.string().min(1).default('.data'),
  /** Port the web server listens on. */
  PORT: port.default(3000),
  /** Address it listens on; 127.0.0.1 keeps a first try private. */
  GRANDSTAND_HOST: z.string().min(1).default('127.0.0.1'),
  /** Address people type, used in links, e-mails and sign-in callbacks. */
  GRANDSTAND_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Proxies before the web server, each of which adds the address it was called from to X-Forwarded-For. */
  GRANDSTAND_TRUSTED_PROXIES: count(0, 10).default(0),
  /** A Postgres of your own, version 14 or newer; without it one runs in the data folder. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Signs sessions; at least 32 characters. Without it one is made and kept in the data folder. */
  GRANDSTAND_SECRET: z.string().min(32).optional(),
  /** Where objects are kept: the data folder, or an S3-compatible store. */
  GRANDSTAND_STORE: z.enum(['folder', 's3']).default('folder'),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(3).optional(),
  /** A second bucket for the withheld answers; give its credentials to the worker alone. */
  S3_VAULT_BUCKET: z.string().min(3).optional(),
  /** Credentials for it that only the worker is given; without them the others are used. */
  S3_VAULT_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_VAULT_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  /** Sign-in by any OpenID provider: all three together. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).default('Single sign-on'),
  /** Largest predictions file in bytes. */
  GRANDSTAND_UPLOAD_MAX_BYTES: count(1_024, 1_099_511_627_776).default(2_147_483_648),
  /** Largest table of a dataset in bytes. */
  GRANDSTAND_DATASET_MAX_BYTES: count(1_024, 1_099_511_627_776).default(17_179_869_184),
  /** Submissions one worker scores at the same time; default: one per core, at most 8. */
  GRANDSTAND_WORKER_SLOTS: count(1, 256).optional(),
  /** Where a worker serves its figures for Prometheus, at /metrics on GRANDSTAND_HOST; default: nowhere. */
  GRANDSTAND_METRICS_PORT: port.optional(),
  /** Memory for scoring one submission, in MiB. */
  GRANDSTAND_SCORE_MEMORY_MIB: count(128, 65_536).default(1_024),
  /** CPU seconds for scoring one submission. */
  GRANDSTAND_SCORE_CPU_SECONDS: count(1, 3_600).default(120),
  /** Whether the sample challenge is made when the database is empty. */
  GRANDSTAND_SAMPLE: flag.default(true),
  GRANDSTAND_LOG: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export interface S3Settings {
  endpoint?: string
  region: string
  bucket: string
  accessKeyId?: string
  secretAccessKey?: string
  /** The bucket of the withheld answers, and its own credentials where the worker has them. */
  vault: { bucket: string; accessKeyId?: string; secretAccessKey?: string }
}

/** Variables that only the worker may have: they open the withheld answers. */
export const VAULT_SECRETS = ['S3_VAULT_ACCESS_KEY_ID', 'S3_VAULT_SECRET_ACCESS_KEY'] as const

/** The variables for a web process: everything but the keys of the withheld answers. */
export function withoutVaultSecrets<V extends Record<string, string | undefined>>(variables: V): V {
  const rest = { ...variables }
  for (const name of VAULT_SECRETS) delete (rest as Record<string, string | undefined>)[name]
  return rest
}

export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string
  name: string
}

export interface Configuration {
  dataFolder: string
  host: string
  port: number
  publicUrl: string
  /** How many entries of X-Forwarded-For, from the end, proxies of ours have written. */
  trustedProxies: number
  /** undefined: run the embedded Postgres. */
  databaseUrl?: string
  secret?: string
  store: { kind: 'folder' } | ({ kind: 's3' } & S3Settings)
  oidc?: OidcSettings
  uploadMaxBytes: number
  datasetMaxBytes: number
  workerSlots?: number
  metricsPort?: number
  scoreMemoryBytes: number
  scoreCpuSeconds: number
  sample: boolean
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}

/** A configuration that cannot be used: one line per variable, saying what it got and what it wants. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

type Environment = z.infer<typeof environmentSchema>

/**
 * Parses environment variables; empty strings count as absent.
 *
 * @throws ConfigurationError naming each wrong variable, its value (secrets masked) and what it should be.
 */
export function parseConfiguration(variables: Record<string, string | undefined>): Configuration {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(present)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => describe(String(issue.path[0]), issue.message, present))
    throw new ConfigurationError(lines.join('\n'))
  }
  const env = parsed.data
  return {
    dataFolder: env.GRANDSTAND_DATA,
    host: env.GRANDSTAND_HOST,
    port: env.PORT,
    publicUrl: (env.GRANDSTAND_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    trustedProxies: env.GRANDSTAND_TRUSTED_PROXIES,
    databaseUrl: env.DATABASE_URL,
    secret: env.GRANDSTAND_SECRET,
    store: storeSettings(env),
    oidc: oidcSettings(env),
    uploadMaxBytes: env.GRANDSTAND_UPLOAD_MAX_BYTES,
    datasetMaxBytes: env.GRANDSTAND_DATASET_MAX_BYTES,
    workerSlots: env.GRANDSTAND_WORKER_SLOTS,
    metricsPort: env.GRANDSTAND_METRICS_PORT,
    scoreMemoryBytes: env.GRANDSTAND_SCORE_MEMORY_MIB * 1_048_576,
    scoreCpuSeconds: env.GRANDSTAND_SCORE_CPU_SECONDS,
    sample: env.GRANDSTAND_SAMPLE,
    logLevel: env.GRANDSTAND_LOG,
  }
}

function describe(name: string, wanted: string, variables: Record<string, string | undefined>): string {
  const value = variables[name]
  const shown = /SECRET|KEY|URL/.test(name) ? 'a value that is not shown here' : JSON.stringify(value)
  return `${name}: got ${value === undefined ? 'nothing' : shown}; ${wanted}`
}

function storeSettings(env: Environment): Configuration['store'] {
  if (env.GRANDSTAND_STORE === 'folder') return { kind: 'folder' }
  if (!env.S3_BUCKET)
    throw new ConfigurationError('S3_BUCKET: got nothing; GRANDSTAND_STORE=s3 needs a bucket')
  const { S3_VAULT_ACCESS_KEY_ID: vaultKeyId, S3_VAULT_SECRET_ACCESS_KEY: vaultKey } = env
  if (!vaultKeyId !== !vaultKey) {
    throw new ConfigurationError(
      'S3_VAULT_ACCESS_KEY_ID and S3_VAULT_SECRET_ACCESS_KEY: got only one of them; set both or none',
    )
  }
  return {
    kind: 's3',
    endpoint: env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET,
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
    vault: {
      bucket: env.S3_VAULT_BUCKET ?? `${env.S3_BUCKET}-vault`,
      accessKeyId: vaultKeyId ?? env.S3_ACCESS_KEY_ID,
      secretAccessKey: vaultKey ?? env.S3_SECRET_ACCESS_KEY,
    },
  }
}

function oidcSettings(env: Environment): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env
  if (!issuer && !clientId && !clientSecret) return undefined
  if (!issuer || !clientId || !clientSecret) {
    throw new ConfigurationError(
      'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: got only some of them; set all three or none',
    )
  }
  return { issuer, clientId, clientSecret, name: env.OIDC_NAME }
}
