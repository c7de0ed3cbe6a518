import type { z } from 'zod'
import type { listScorers } from '#operations/scorers/list-scorers.ts'

export type TaskScorers = z.output<(typeof listScorers)['output']>
export type Scorer = TaskScorers['scorers'][number]
export type Trial = Scorer['trials'][number]
