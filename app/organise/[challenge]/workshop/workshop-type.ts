import type { z } from 'zod'
import type { workshopView } from '#operations/workshops/workshop-view.ts'

export type Workshop = z.output<typeof workshopView>
