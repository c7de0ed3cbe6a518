import { ActionForm, SubmitButton } from '#app/_ui/action-form.tsx'
import { Checkbox, Field } from '#app/_ui/field.tsx'
import { countText } from '#app/_ui/numbers.ts'
import { choose } from './actions.ts'
import type { Scorer } from './scorer-types.ts'

/** Makes a tried version the one that scores the task. */
export function ChooseForm({
  scorer,
  challenge,
  earlier,
}: {
  scorer: Scorer
  challenge: string
  earlier: number
}) {
  return (
    <div className="border-t border-line pt-4">
      <h4 className="mb-3 text-lg font-semibold">Choose it</h4>
      <div className="max-w-xl">
        <ActionForm action={choose}>
          <input type="hidden" name="challenge" value={challenge} />
          <input type="hidden" name="task" value={scorer.task} />
          <input type="hidden" name="scorer" value={scorer.id} />
          <Field
            name="baselineScore"
            label="Your baseline’s score by it (optional)"
            hint="Shown beside the teams’ scores."
            inputMode="decimal"
          />
          {earlier > 0 && (
            <Checkbox
              name="scoreAgain"
              value="yes"
              defaultChecked
              label={`Score the ${countText(earlier, 'earlier submission')} again`}
              hint="Until then they are not on the board: scores of two scorers cannot be compared."
            />
          )}
          <SubmitButton>Have version {scorer.number} score the task</SubmitButton>
        </ActionForm>
      </div>
    </div>
  )
}
