/** How long a small submission takes in a pool of judges that wait, and what they hold while they do. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { JudgePool } from '#scoring/judge/judge-pool.ts'
import { packedTruthOf } from './programs.ts'
import type { Workload } from './workloads.ts'

export interface WarmFigures {
  /** Milliseconds from request to judgement. */
  p50: number
  p99: number
  /** Proportional memory of one waiting judge, MiB; NaN where the kernel does not tell. */
  idlePss: number
}

/** Judges one file after another, each when a judge is ready: what a worker's submission pays, without fetch and write. */
export async function measureWarm(folder: string, workload: Workload, runs: number): Promise<WarmFigures> {
  const packedTruth = await packedTruthOf(folder, workload)
  const pool = new JudgePool(1)
  const times: number[] = []
  try {
    let idlePss = Number.NaN
    for (let run = 0; run < runs; run++) {
      await pool.warm()
      if (run === 0) idlePss = pssOfJudges()
      const started = performance.now()
      await pool.judge({
        spec: workload.spec,
        options: { primary: null },
        truthPath: packedTruth,
        truthIsPacked: true,
        predictionsPath: join(folder, workload.predictions),
      })
      times.push(performance.now() - started)
    }
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.min(runs - 1, Math.floor(share * runs))]
    return { p50: at(0.5), p99: at(0.99), idlePss }
  } finally {
    await pool.close()
  }
}

/** Mean memory of the judges that run now, pages that processes share counted in parts. */
function pssOfJudges(): number {
  let kibibytes = 0
  let judges = 0
  for (const pid of readdirSync('/proc')) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      // bwrap and prlimit name the program too, as an argument
      if (!words[0]?.endsWith('/node') || !words.includes('--ahead')) continue
      judges++
      kibibytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1])
    } catch {
      // no process, or one that has just ended
    }
  }
  return judges === 0 ? Number.NaN : kibibytes / judges / 1024
}
