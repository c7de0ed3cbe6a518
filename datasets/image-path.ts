const IMAGE_NAME = /\.(?:png|jpe?g|webp)$/i

/**
 * The path below the images folder that an image cell means, or undefined when it means none: absolute, climbing
 * (`..`), with a backslash, an empty or dotted segment, a control character, or not a PNG, JPEG or WebP by name.
 * A leading `images/` is the folder itself, so that a cell also works as a path from the release folder.
 *
 * @example imagePath('images/a/1.png') // 'a/1.png'
 */
export function imagePath(cell: string): string | undefined {
  const path = cell.startsWith('images/') ? cell.slice('images/'.length) : cell
  if (path.length > 500 || path.includes('\\') || !IMAGE_NAME.test(path)) return undefined
  for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) < 0x20) return undefined
  const segments = path.split('/')
  if (segments.some((s) => s === '' || s.startsWith('.') || /^[a-z]:$/i.test(s))) return undefined
  return path
}
