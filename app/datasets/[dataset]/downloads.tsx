import { DataTable } from '#app/_ui/data-table.tsx'
import { sizeText, wholeText } from '#app/_ui/numbers.ts'
import { apiPaths } from '#app/_ui/paths.ts'
import type { Release } from './load-dataset.ts'

/** The files of a release with sizes and checksums. */
export function Downloads({ release }: { release: Release }) {
  const files = release.files.filter((file) => file.format !== 'image')
  return (
    <DataTable
      caption="Files of the release"
      rows={files}
      rowKey={(file) => file.path}
      columns={[
        {
          title: 'File',
          cell: (file) =>
            release.withdrawn?.files ? (
              <span className="text-muted">{file.path}</span>
            ) : (
              <a className="link font-semibold" href={apiPaths.releaseFile(release.id, file.path)} download>
                {file.path}
              </a>
            ),
        },
        {
          title: 'Rows',
          align: 'right',
          wideOnly: true,
          cell: (file) => (file.rows === null ? '' : wholeText(file.rows)),
        },
        { title: 'Size', align: 'right', cell: (file) => sizeText(file.sizeBytes) },
        {
          title: 'SHA-256',
          wideOnly: true,
          cell: (file) => <code className="break-all font-mono text-xs text-muted">{file.sha256}</code>,
        },
      ]}
    />
  )
}
