/** Machine code for the cells of a column chunk: the plain form of strings, and which are null. */
import {
  assemble,
  block,
  br,
  brIf,
  i8x16,
  i32,
  local,
  loop,
  type MachineFunction,
  set,
  tee,
  when,
} from '#scoring/machine-code/assembler.ts'
import { boundsFunctions, compareTexts } from './chunk-bounds-code.ts'
import { add, ENDS, forEachCell, number, placeOf, ROW, STARTS, words } from './chunk-cells-code.ts'
import { numberTexts } from './chunk-dictionary-code.ts'

/** Writes the texts to `out`, each behind its length in four bytes, and returns where they end. */
function plainTexts(): MachineFunction {
  const [out, from, stop] = [6, 7, 8]
  const body = [
    ...forEachCell(
      set(from, placeOf(STARTS, local(ROW))),
      i32.store(local(out), tee(stop, i32.sub(placeOf(ENDS, local(ROW)), local(from)))),
      add(out, 4),
      set(stop, i32.add(local(out), local(stop))),
      loop(
        i8x16.store(local(out), i8x16.load(local(from))),
        add(from, 16),
        add(out, 16),
        brIf(0, i32.ltU(local(out), local(stop))),
      ),
      set(out, local(stop)),
    ),
    ...local(out),
  ]
  return { name: 'plainTexts', parameters: 7, locals: words(2), body }
}

/** Writes a bit for each row from `ROW` to `TO`, 1 where it is not null, and returns where they end. */
function packLevels(): MachineFunction {
  const [nulls, row, to, out] = [0, 1, 2, 3]
  const sixteen = i8x16.bitmask(
    i8x16.eq(i8x16.load(i32.add(local(nulls), local(row))), i8x16.splat(number(0))),
  )
  const left = i32.sub(local(to), local(row))
  const body = [
    ...block(
      loop(
        brIf(1, i32.leS(left, number(0))),
        i32.store16(local(out), sixteen),
        when(
          i32.ltU(left, number(16)),
          i32.store16(local(out), i32.and(sixteen, i32.sub(i32.shl(number(1), left), number(1)))),
        ),
        add(row, 16),
        add(out, 2),
        br(0),
      ),
    ),
    ...local(out),
  ]
  return { name: 'packLevels', parameters: 4, locals: [], body }
}

/** The module. */
export function chunkModule(): Uint8Array<ArrayBuffer> {
  return assemble([compareTexts(), numberTexts(), plainTexts(), packLevels(), ...boundsFunctions()])
}
