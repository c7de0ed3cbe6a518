/** A second thread of the program that reads tables, for the second half of a large file. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type ScanBeside, type ScannedPart, scanPart } from '#datasets/scan-parts.ts'

/** Scans a part in a thread that runs the same program: its `main` has to begin with {@link answerAsThread}. */
export const scanBeside: ScanBeside = (part) => {
  const [, program, ...words] = process.argv
  const thread = new Worker(program, { argv: words, workerData: part })
  const scanned = new Promise<ScannedPart | undefined>((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error('the thread has ended without an answer')))
  })
  return { scanned, stop: () => void thread.terminate() }
}

/** Does what a thread that {@link scanBeside} has started has to do; false where this is none. */
export async function answerAsThread(): Promise<boolean> {
  if (isMainThread) return false
  parentPort?.postMessage(await scanPart(workerData))
  return true
}
