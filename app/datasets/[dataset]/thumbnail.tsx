/** An image of the data, small, on squares that show white and black drawings with transparent ground alike. */
export function Thumbnail({ src, path, large }: { src: string | undefined; path: string; large?: boolean }) {
  return (
    <img
      src={src}
      alt={path}
      title={path}
      loading="lazy"
      className={`checkered max-w-none object-contain p-1 ring-1 ring-edge ${large ? 'size-24 sm:size-32' : 'size-12'}`}
    />
  )
}
