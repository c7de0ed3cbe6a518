'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Renders the page again on every change that a stream tells of, or every few seconds while there is no stream. */
export function LiveRefresh({ events, everyMs = 3_000 }: { events?: string; everyMs?: number }) {
  const router = useRouter()
  useEffect(() => {
    const refresh = () => router.refresh()
    let timer = events ? undefined : setInterval(refresh, everyMs)
    const stream = events ? new EventSource(events) : undefined
    stream?.addEventListener('change', refresh)
    stream?.addEventListener('error', () => {
      timer ??= setInterval(refresh, everyMs)
    })
    return () => {
      clearInterval(timer)
      stream?.close()
    }
  }, [router, events, everyMs])
  return null
}
