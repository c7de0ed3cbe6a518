import type { FormState } from '#app/_ui/form-state.ts'

/** The answer to the form that makes a token: its secret, which is shown this once. */
export interface TokenFormState extends FormState {
  secret?: string
}
