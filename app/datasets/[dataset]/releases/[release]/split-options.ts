import { textOf } from '#app/_ui/form-state.ts'

/** The ways in which the platform splits one table of labelled rows, as the form offers them. */
export const SPLIT_METHODS = [
  { value: 'automatic', title: 'Automatic: by groups where a column has that role, else stratified' },
  { value: 'stratified', title: 'Stratified: in proportion within each class' },
  { value: 'grouped', title: 'Grouped: rows of a group stay together' },
  { value: 'time', title: 'By time: the newest rows are the test set' },
] as const

/** The options of the split; what the form does not have keeps its default. */
export function splitOf(form: FormData) {
  const method = SPLIT_METHODS.find(({ value }) => value === textOf(form, 'split.method'))?.value
  return {
    method,
    timeColumn: method === 'time' ? textOf(form, 'split.timeColumn') : undefined,
    seed: numberOf(form, 'split.seed'),
    testFraction: numberOf(form, 'split.testFraction'),
    publicFraction: numberOf(form, 'split.publicFraction'),
  }
}

/** The number in a field; undefined when it is left empty, so that the default holds. */
function numberOf(form: FormData, name: string): number | undefined {
  const text = textOf(form, name)
  return text === '' ? undefined : Number(text)
}
