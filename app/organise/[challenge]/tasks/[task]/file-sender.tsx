'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { DropZone } from '#app/_ui/drop-zone.tsx'
import { Progress } from '#app/_ui/progress.tsx'
import { RefusalNotice } from '#app/_ui/refusal-notice.tsx'
import { type Refusal, sendFile } from '#app/_ui/send-file.ts'

interface FileSenderProps {
  /** Where the file is posted. */
  address: string
  label: string
  hint: string
  accept: string
  name: string
  /** What is said while the server looks at it. */
  after: string
}

/** Sends a file as soon as it is dropped or chosen, then shows the page as it is after that. */
export function FileSender({ address, label, hint, accept, name, after }: FileSenderProps) {
  const router = useRouter()
  const [share, setShare] = useState<number>()
  const [refusal, setRefusal] = useState<Refusal>()
  const send = async (file: File) => {
    setRefusal(undefined)
    setShare(0)
    const query = new URLSearchParams({ filename: file.name, wait: '5' })
    const sent = await sendFile(`${address}?${query}`, 'POST', file, setShare)
    setShare(undefined)
    if ('refusal' in sent) setRefusal(sent.refusal)
    else router.refresh()
  }
  return (
    <div className="grid grid-cols-1 gap-3">
      <DropZone
        {...{ label, hint, accept, name }}
        file={undefined}
        onFile={send}
        disabled={share !== undefined}
      />
      {share !== undefined && <Progress label={share < 1 ? 'Sending' : after} share={share} />}
      <RefusalNotice refusal={refusal} />
    </div>
  )
}
