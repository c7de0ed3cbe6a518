import { type Configuration, parseConfiguration } from '#core/configuration.ts'

let parsed: Configuration | undefined

/** This process's configuration, parsed on first use and the same ever after. Throws ConfigurationError. */
export function settings(): Configuration {
  parsed ??= parseConfiguration(process.env)
  return parsed
}
