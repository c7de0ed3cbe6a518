/** The thread that {@link KeptWriter} starts: writes what it is given, and says what came of it. */
import { parentPort, workerData } from 'node:worker_threads'
import { writeKept } from './write-kept.ts'

parentPort?.postMessage(writeKept(workerData))
