/** The thread that {@link KeptWriter} starts: writes what it is given, and says what came of it. */
import { parentPort } from 'node:worker_threads'
import { writeKept } from './write-kept.ts'

parentPort?.once('message', (input) => parentPort?.postMessage(writeKept(input)))
