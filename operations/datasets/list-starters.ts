import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { visibleRelease } from './dataset-access.ts'
import { starterInput, startersOf } from './starter-input.ts'

export const listStarters = defineOperation({
  name: 'listStarters',
  method: 'GET',
  path: '/releases/{release}/starters',
  tag: 'datasets',
  summary: 'Programs to begin with, written for the columns of the release',
  description:
    'Each reads the release and writes a predictions.csv that is accepted: pandas and scikit-learn, AutoGluon, polars, DuckDB, R. `truth` names the label or match definition, `form` whether classes or probabilities are wanted.',
  access: 'anyone',
  scope: 'read',
  input: z.object(starterInput),
  output: z.object({
    starters: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        filename: z.string(),
        about: z.string(),
        code: z.string(),
      }),
    ),
  }),
  errors: ['conflict', 'terms_not_accepted'],
  async run(actor, { release, ...options }) {
    return { starters: startersOf(await visibleRelease(actor, release), options) }
  },
})
