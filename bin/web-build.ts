import { access } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeLock } from './instance-lock.ts'
import type { Report } from './progress.ts'
import { cacheFile, fingerprint, isStamped, projectFolder, stamp } from './project.ts'
import { runTool } from './run-tool.ts'

/** Everything the pages are made from. */
const sources = [
  ...['app', 'operations', 'core', 'datasets', 'scoring', 'store', 'prisma/schema.prisma', 'public'],
  ...['instrumentation.ts', 'proxy.ts', 'next.config.ts', 'next.config.js', 'next.config.mjs'],
  ...['postcss.config.mjs', 'postcss.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'],
]

/** The Next program, for running it with our Node. */
export const nextProgram = path.join(projectFolder, 'node_modules/next/dist/bin/next')

/** Whether `.next` holds the pages as the sources have them now. */
export async function isWebBuilt(): Promise<boolean> {
  return isBuiltFrom(await fingerprint(sources))
}

/** Builds the pages when they are missing or older than their sources. Several processes take turns. */
export async function ensureWebBuild(report: Report): Promise<void> {
  if (await isWebBuilt()) return
  const lockFile = await cacheFile('web-build.lock')
  for (;;) {
    const lock = await takeLock(lockFile)
    if ('pid' in lock) {
      report(`waiting for process ${lock.pid}, which is building`)
      await sleep(500)
      continue
    }
    try {
      const print = await fingerprint(sources)
      if (await isBuiltFrom(print)) return
      await runTool(process.execPath, [nextProgram, 'build'], {
        variables: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
        onLine: report,
      })
      await stamp('web-build', print)
      return
    } finally {
      await lock.release()
    }
  }
}

async function isBuiltFrom(print: string): Promise<boolean> {
  const built = await access(path.join(projectFolder, '.next/BUILD_ID')).then(
    () => true,
    () => false,
  )
  return built && isStamped('web-build', print)
}
