'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { DropZone } from '#app/_ui/drop-zone.tsx'
import { sizeText } from '#app/_ui/numbers.ts'
import { apiPaths } from '#app/_ui/paths.ts'
import { Progress } from '#app/_ui/progress.tsx'
import { RefusalNotice } from '#app/_ui/refusal-notice.tsx'
import type { Refusal } from '#app/_ui/send-file.ts'
import { type Arrival, sendInPieces } from '#app/_ui/send-in-pieces.ts'

interface Source {
  table: string
  filename: string
  sizeBytes: number
}

const WANTED = {
  classification: [
    { table: 'train', hint: 'with the label column' },
    { table: 'test', hint: 'with the label column too; it is withheld' },
    { table: 'table', hint: 'instead of the two: one table, which we split' },
    { table: 'images', hint: 'a zip or tar of the image folder, if there is one' },
  ],
  matching: [
    { table: 'records', hint: 'one table, matched with itself' },
    { table: 'left', hint: 'or two tables: the left one' },
    { table: 'right', hint: 'and the right one' },
    { table: 'train_pairs', hint: 'id_left, id_right, label' },
    { table: 'test_pairs', hint: 'the same; its labels are withheld' },
    { table: 'pairs', hint: 'instead of the two: labelled pairs, which we split' },
    { table: 'images', hint: 'a zip or tar of the image folder, if there is one' },
  ],
} as const

interface TableUploadsProps {
  releaseId: string
  kind: keyof typeof WANTED
  sources: readonly Source[]
}

/** One place to drop each table; sending one again replaces it. */
export function TableUploads({ releaseId, kind, sources }: TableUploadsProps) {
  return (
    <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
      {WANTED[kind].map(({ table, hint }) => (
        <TableUpload
          key={table}
          table={table}
          hint={hint}
          releaseId={releaseId}
          present={sources.find((source) => source.table === table)}
        />
      ))}
    </div>
  )
}

interface TableUploadProps {
  table: string
  hint: string
  releaseId: string
  present: Source | undefined
}

function TableUpload({ table, hint, releaseId, present }: TableUploadProps) {
  const router = useRouter()
  const [arrival, setArrival] = useState<Arrival>()
  const [refusal, setRefusal] = useState<Refusal>()
  const send = async (file: File) => {
    setRefusal(undefined)
    setArrival({ share: 0, isWaiting: false })
    const sent = await sendInPieces(apiPaths.uploads(), file, { release: releaseId, table }, setArrival)
    setArrival(undefined)
    if ('refusal' in sent) setRefusal(sent.refusal)
    else router.refresh()
  }
  const have = present && `${present.filename}, ${sizeText(present.sizeBytes)}. Drop another to replace it.`
  return (
    <div
      className={`grid grid-cols-1 content-start gap-3 ${present ? 'border-l-4 border-good pl-3' : 'pl-4'}`}
    >
      <DropZone
        label={table}
        hint={have ?? hint}
        accept={
          table === 'images'
            ? '.zip,.tar,.gz,.zst'
            : '.csv,.tsv,.parquet,.arrow,.feather,.jsonl,.ndjson,.gz,.zst,.zip'
        }
        name={table}
        file={undefined}
        onFile={send}
        disabled={arrival !== undefined}
      />
      {arrival && <Progress label={stateOf(arrival)} share={arrival.share} />}
      <RefusalNotice refusal={refusal} />
    </div>
  )
}

function stateOf({ share, isWaiting }: Arrival): string {
  if (isWaiting) return 'Connection lost; it goes on by itself when it is back'
  return share < 1 ? 'Sending' : 'Sent, storing it'
}
