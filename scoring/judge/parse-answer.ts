/** Checks what came out of the sandbox: bytes that a hostile file may have had a hand in. */
import { z } from 'zod'
import type { JudgeAnswer } from './judge-protocol.ts'

const text = z.string().max(10_000)
const number = z.number() // finite: JSON has no NaN, and zod refuses infinities such as 1e999
const count = z.number().int().min(0)
const curve = z.object({ x: z.array(number).max(5000), y: z.array(number).max(5000) })

const splitReport = z.object({
  rows: count,
  scores: z.record(text, number),
  undefined: z.record(text, text),
  details: z.record(text, number).optional(),
  interval: z.object({ metric: text, low: number, high: number, resamples: count }).optional(),
  perClass: z
    .array(z.object({ label: z.string(), support: count, precision: number, recall: number, f1: number }))
    .optional(),
  confusion: z.array(z.tuple([count, count, count])).optional(),
  curves: z
    .object({
      roc: curve.optional(),
      precisionRecall: curve.optional(),
      calibration: z
        .array(z.object({ rows: count, confidence: number, accuracy: number }))
        .max(1000)
        .optional(),
    })
    .optional(),
})

const sliceReport = z.object({
  columns: z.array(z.string()),
  metric: text,
  slices: z.array(
    z.object({
      values: z.array(z.string()),
      rows: count,
      score: number.nullable(),
      undefined: text.optional(),
      low: number.optional(),
      high: number.optional(),
    }),
  ),
  worst: count.optional(),
  gap: number.optional(),
})

const judgement = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('scored'),
    rows: count,
    classes: z.array(z.string()).optional(),
    notes: z.array(text).optional(),
    splits: z.object({
      all: splitReport.optional(),
      public: splitReport.optional(),
      private: splitReport.optional(),
    }),
    slices: z.array(sliceReport).optional(),
  }),
  z.object({
    outcome: z.literal('rejected'),
    problems: z
      .array(
        z.object({
          line: count.optional(),
          column: z.string().max(2_000_000).optional(),
          code: text,
          message: z.string(),
        }),
      )
      .max(1000),
    problemCount: count,
    problemCounts: z.record(text, count).optional(),
  }),
])

const answerSchema = z.union([z.object({ judgement }), z.object({ fault: z.string() })])

/** The answer, or the sentence that says what is wrong with it. */
export function parseAnswer(bytes: Uint8Array): { answer: JudgeAnswer } | { wrong: string } {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return { wrong: `The judge's answer is not JSON: ${error instanceof Error ? error.message : error}` }
  }
  const parsed = answerSchema.safeParse(value)
  return parsed.success
    ? { answer: parsed.data }
    : { wrong: `The judge's answer has another shape: ${parsed.error.issues[0]?.message}` }
}
