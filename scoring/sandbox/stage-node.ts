import { constants, copyFileSync, existsSync, linkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isPassable, neutralFolder } from './neutral-folder.ts'

/** The path of this process's Node where every user can reach it: itself if possible, else a link or a copy. */
export function stageNode(): string {
  const own = realpathSync(process.execPath)
  if (isPassable(own)) return own
  const target = join(neutralFolder(), 'node')
  if (existsSync(target)) return target
  try {
    linkSync(own, target)
  } catch {
    copyFileSync(own, target, constants.COPYFILE_FICLONE)
  }
  return target
}
