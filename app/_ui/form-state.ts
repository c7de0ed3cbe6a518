import { GrandstandError } from '#core/errors.ts'

/** What a server action answers to the form it came from. `undefined` before the first answer. */
export interface FormState {
  error?: {
    title: string
    detail: string
    /** Messages by field name; what belongs to no field is in `detail`. */
    fields: Record<string, string>
  }
  /** A sentence to show when it went well and the page stays. */
  done?: string
  /** What was typed, so that a page without scripts can show it again. Never passwords. */
  values: Record<string, string>
}

/** A server action as forms use it: the previous answer and the fields in, the next answer out. */
export type FormAction = (previous: FormState | undefined, form: FormData) => Promise<FormState>

/**
 * Runs the body of a server action. What a person can mend becomes the form's answer; redirects and unknown errors
 * pass through to the framework. The body may return a sentence for `done`.
 */
export async function answerForm(form: FormData, run: () => Promise<string | undefined>): Promise<FormState> {
  const values: Record<string, string> = {}
  for (const [name, value] of form) {
    if (typeof value === 'string' && !/password/i.test(name) && !name.startsWith('$')) values[name] = value
  }
  try {
    return { done: await run(), values }
  } catch (thrown) {
    if (!(thrown instanceof GrandstandError)) throw thrown
    const fields: Record<string, string> = {}
    for (const problem of thrown.problems) if (problem.column) fields[problem.column] ??= problem.message
    return { error: { title: thrown.title, detail: thrown.message, fields }, values }
  }
}

/** A text field of a form, trimmed; '' when it is missing. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
