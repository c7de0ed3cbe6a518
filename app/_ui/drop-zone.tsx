'use client'
import { type DragEvent, useId, useRef, useState } from 'react'
import { sizeText } from './numbers.ts'

interface DropZoneProps {
  label: string
  hint: string
  accept: string
  /** Name of the field when the form is posted without scripts. */
  name: string
  file: File | undefined
  onFile: (file: File) => void
  disabled?: boolean
}

/** A file, chosen or dropped. The control is the browser's own file input, so keyboards and screen readers know it. */
export function DropZone({ label, hint, accept, name, file, onFile, disabled }: DropZoneProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer.files[0]
    if (!dropped || disabled) return
    if (input.current) input.current.files = event.dataTransfer.files
    onFile(dropped)
  }
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`block border-2 border-dashed p-5 text-center focus-within:border-accent ${over ? 'border-accent bg-accent-soft' : 'border-edge bg-paper hover:border-ink'}`}
    >
      <span className="called block text-xl">{file ? file.name : label}</span>
      <span className="mb-3 mt-1 block text-sm text-muted">{file ? sizeText(file.size) : hint}</span>
      <input
        ref={input}
        id={id}
        type="file"
        name={name}
        accept={accept}
        required
        disabled={disabled}
        onChange={(event) => event.target.files?.[0] && onFile(event.target.files[0])}
        className="mx-auto block w-full max-w-72 text-sm file:mr-3 file:cursor-pointer file:rounded-card file:border-0 file:bg-ink file:px-3 file:py-2 file:font-semibold file:text-paper"
      />
    </label>
  )
}
