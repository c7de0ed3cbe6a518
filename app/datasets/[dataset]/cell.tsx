import type { ImageAddress } from './image-address.ts'
import { Thumbnail } from './thumbnail.tsx'

const LONGEST_CELL = 140

interface CellProps {
  text: string | null
  /** Given for columns of images. */
  image?: ImageAddress
  /** Whether its image is what the page is about. */
  large?: boolean
}

/** A cell as it is in the files: null told apart from an empty text, an image shown, a long text cut. */
export function Cell({ text, image, large }: CellProps) {
  if (text === null) return <span className="text-sm italic text-muted">null</span>
  const address = image?.(text)
  if (address) return <Thumbnail src={address} path={text} large={large} />
  const shown = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text
  return <span className={shown.length > 30 ? 'block min-w-56 max-w-96' : 'whitespace-nowrap'}>{shown}</span>
}
