/**
 * A report that an organiser's program made, in a frame without rights: no scripts, no forms, no origin, and by the
 * policy that it is served with nothing from anywhere else. Never show one in another way.
 */
export function ReportFrame({ title, address }: { title: string; address: string }) {
  return (
    <iframe
      title={title}
      src={address}
      sandbox=""
      referrerPolicy="no-referrer"
      loading="lazy"
      className="h-96 w-full resize-y border border-line bg-white"
    />
  )
}
