import type { ImageAddress } from './image-address.ts'

const LONGEST_CELL = 140

/** A cell as it is in the files: null told apart from an empty text, an image shown, a long text cut. */
export function Cell({ text, image }: { text: string | null; image?: ImageAddress }) {
  if (text === null) return <span className="text-sm italic text-muted">null</span>
  const address = image?.(text)
  if (address) {
    return (
      <img
        src={address}
        alt={text}
        loading="lazy"
        className="size-12 max-w-none bg-white object-contain p-1 ring-1 ring-line"
      />
    )
  }
  const shown = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text
  return <span className={shown.length > 30 ? 'block min-w-56 max-w-96' : 'whitespace-nowrap'}>{shown}</span>
}
