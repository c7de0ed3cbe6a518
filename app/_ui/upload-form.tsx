'use client'
import { type FormEvent, useState } from 'react'
import { Button } from './button.tsx'
import { DropZone } from './drop-zone.tsx'
import { sizeText } from './numbers.ts'
import { apiPaths, paths } from './paths.ts'
import { Progress } from './progress.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { type Refusal, sendFile } from './send-file.ts'

const ACCEPTED = '.csv,.parquet,.gz,.zst,.zip'

/**
 * Sends a predictions file to a task, shows how much has left, and goes on to its live report. Without scripts the
 * form posts to a page that does the same in one step.
 */
export function UploadForm({ task, maxBytes }: { task: string; maxBytes: number }) {
  const [file, setFile] = useState<File>()
  const [share, setShare] = useState<number>()
  const [refusal, setRefusal] = useState<Refusal>()
  const choose = (chosen: File) => {
    setRefusal(chosen.size > maxBytes ? tooLarge(chosen, maxBytes) : undefined)
    setFile(chosen)
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!file || share !== undefined) return
    if (file.size > maxBytes) return setRefusal(tooLarge(file, maxBytes))
    const note = new FormData(event.currentTarget).get('note')
    const query = new URLSearchParams({ filename: file.name, note: String(note ?? '') })
    setRefusal(undefined)
    setShare(0)
    const sent = await sendFile(`${apiPaths.submissions(task)}?${query}`, 'POST', file, setShare)
    if ('answer' in sent) return location.assign(paths.submission((sent.answer as { id: string }).id))
    setShare(undefined)
    setRefusal(sent.refusal)
  }
  return (
    <form
      onSubmit={submit}
      action={paths.send(task)}
      method="post"
      encType="multipart/form-data"
      className="grid grid-cols-1 gap-4"
    >
      <label className="block text-sm">
        <span className="mb-1 block font-semibold">Note to yourselves (optional)</span>
        <input
          name="note"
          maxLength={500}
          className="w-full rounded-card border border-edge bg-surface px-3 py-2"
        />
      </label>
      <DropZone
        label="Drop the file here"
        hint={`CSV or Parquet, at most ${sizeText(maxBytes)}`}
        accept={ACCEPTED}
        name="file"
        file={file}
        onFile={choose}
        disabled={share !== undefined}
      />
      {share !== undefined && <Progress label={share < 1 ? 'Sending' : 'Sent, checking it'} share={share} />}
      <RefusalNotice refusal={refusal} />
      <Button type="submit" aria-disabled={share !== undefined}>
        {share === undefined ? 'Send predictions' : 'Sending …'}
      </Button>
    </form>
  )
}

function tooLarge(file: File, maxBytes: number): Refusal {
  const detail = `${file.name} has ${sizeText(file.size)}; the limit is ${sizeText(maxBytes)}. Send it compressed (.gz or .zst) or as Parquet.`
  return { title: 'The file is larger than the limit', detail, problems: [] }
}
