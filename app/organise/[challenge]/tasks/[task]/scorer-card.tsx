import { Badge, type BadgeTone } from '#app/_ui/badge.tsx'
import { Callout } from '#app/_ui/callout.tsx'
import { Card } from '#app/_ui/card.tsx'
import { sizeText } from '#app/_ui/numbers.ts'
import { ProblemTable } from '#app/_ui/problem-table.tsx'
import { Time } from '#app/_ui/time.tsx'
import { ChooseForm } from './choose-form.tsx'
import { Declared } from './declared.tsx'
import type { Scorer } from './scorer-types.ts'
import { TrialSection } from './trial-section.tsx'

interface ScorerCardProps {
  scorer: Scorer
  challenge: string
  isChosen: boolean
  /** Submissions that there are already. */
  earlier: number
}

/** One version of a scorer: what is wrong with it, or what it declares, its trials, and choosing it. */
export function ScorerCard({ scorer, challenge, isChosen, earlier }: ScorerCardProps) {
  const { number, status, problems, manifest, runtime, digest } = scorer
  const { tone, title } = stateOf(scorer, isChosen)
  return (
    <Card>
      <article aria-label={`Version ${number}`} className="grid grid-cols-1 gap-5">
        <header>
          <h3 className="called flex flex-wrap items-center gap-3 text-2xl">
            Version {number} <Badge tone={tone}>{title}</Badge>
          </h3>
          <p className="mt-1 break-words text-sm text-muted">
            {scorer.filename}, {sizeText(scorer.sizeBytes)}, <Time at={scorer.createdAt} />,{' '}
            {scorer.createdBy}
            {digest && (
              <>
                , <code className="font-mono">{digest.slice(0, 12)}…</code>
              </>
            )}
          </p>
        </header>
        {status === 'checking' && (
          <Callout live title="It is being checked.">
            This page follows by itself.
          </Callout>
        )}
        {status === 'refused' && (
          <div className="grid grid-cols-1 gap-3">
            <Callout tone="bad" live title="It cannot be used as it is">
              Mend what is listed and upload it again.
            </Callout>
            <ProblemTable problems={problems} caption={`Problems of version ${number}`} />
          </div>
        )}
        {runtime && 'missing' in runtime && (
          <Callout tone="bad" title="The machine cannot run it">
            {runtime.missing}. That is for an operator to do.
          </Callout>
        )}
        {manifest && <Declared number={number} manifest={manifest} runtime={runtime} />}
        {status === 'ready' && <TrialSection scorer={scorer} challenge={challenge} />}
        {scorer.passed && !isChosen && <ChooseForm scorer={scorer} challenge={challenge} earlier={earlier} />}
      </article>
    </Card>
  )
}

function stateOf({ status, passed }: Scorer, isChosen: boolean): { tone: BadgeTone; title: string } {
  if (isChosen) return { tone: 'accent', title: 'Scores now' }
  if (status === 'refused') return { tone: 'bad', title: 'Refused' }
  if (status === 'checking') return { tone: 'warn', title: 'Checking' }
  return passed ? { tone: 'good', title: 'Tried' } : { tone: 'outline', title: 'Not tried' }
}
