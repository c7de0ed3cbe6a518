import { z } from 'zod'

/** What people write about a challenge, with the limits the pages show. */
export const challengeFields = {
  title: z.string().trim().min(3).max(120),
  summary: z.string().trim().min(3).max(300),
  description: z.string().max(50_000).default(''),
  rules: z.string().min(1).max(50_000),
  teamSizeMax: z.coerce.number().int().min(1).max(50).default(5),
}

/** An address part: lower-case letters, digits and single hyphens. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens')
  .max(60)
