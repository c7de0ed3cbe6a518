/** The machine code that reads cells: what they can be, what their values are. */
import { assemble } from '#scoring/machine-code/assembler.ts'
import { tellKinds } from './cell-kinds-code.ts'
import { cellValues } from './cell-values-code.ts'

/** The module; `CellMachine` says what its functions do. */
export function cellModule(): Uint8Array<ArrayBuffer> {
  return assemble([tellKinds(), ...cellValues()])
}
