import type { z } from 'zod'
import type { splitReportView, submissionView } from '#operations/submissions/submission-view.ts'

export type Submission = z.output<typeof submissionView>
export type SplitReport = z.output<typeof splitReportView>
export type Metric = Submission['metric']
