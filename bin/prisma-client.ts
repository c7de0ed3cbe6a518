import { access } from 'node:fs/promises'
import path from 'node:path'
import { fingerprint, isStamped, projectFolder, stamp } from './project.ts'
import { runTool } from './run-tool.ts'

const sources = ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']

/** Generates prisma/generated when it is missing or older than the schema. */
export async function ensurePrismaClient(): Promise<void> {
  const print = await fingerprint(sources)
  const made = await access(path.join(projectFolder, 'prisma/generated/client.ts')).then(
    () => true,
    () => false,
  )
  if (made && (await isStamped('prisma-client', print))) return
  await runTool(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    variables: {
      // generate needs no schema engine, but looks for one and would download it
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  await stamp('prisma-client', print)
}
