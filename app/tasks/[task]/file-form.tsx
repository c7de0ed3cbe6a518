import { CodeBlock } from '#app/_ui/code-block.tsx'
import type { PredictionFormat } from '#core/scorer.ts'
import type { TaskSpec } from '#core/task.ts'

interface Form {
  label: string
  header: string
  rows: string[]
  about: string
}

/** Which columns a predictions file has, by example. */
export function FileForm({ spec, reads }: { spec: TaskSpec; reads?: readonly PredictionFormat[] }) {
  return (
    <div className="grid grid-cols-1 gap-6">
      {formsOf(spec).map((form) => (
        <div key={form.label} className="grid grid-cols-1 gap-2.5">
          <CodeBlock label={form.label} code={[form.header, ...form.rows].join('\n')} />
          <p className="max-w-measure text-muted">{form.about}</p>
        </div>
      ))}
      <p className="max-w-measure text-muted">
        The order of rows and columns is free. Every id of the test table exactly once: what is unknown,
        missing or there twice is rejected with its line, and a rejected file costs no quota.
        {reads && ` The organisers’ scorer reads ${formatsText(reads)}.`}
      </p>
    </div>
  )
}

/** The forms of a file that a program reads, in words. */
export function formatsText(reads: readonly PredictionFormat[]): string {
  return `${reads.map((format) => (format === 'csv' ? 'CSV' : 'Parquet')).join(' or ')}, not compressed`
}

const PAIRS_LABELLED: Form = {
  label: 'One score per given pair',
  header: 'id_left,id_right,score',
  rows: ['l_00017,r_00342,0.981', 'l_00018,r_00007,0.02'],
  about:
    'Exactly the pairs of test_pairs. A higher score means more surely a match; 0.5 and above counts as one.',
}
const PAIRS_LISTED: Form = {
  label: 'The list of matches',
  header: 'id_left,id_right,score',
  rows: ['l_00017,r_00342,0.981'],
  about: 'Any number of pairs, each once. The score is optional.',
}
const CLUSTERS: Form = {
  label: 'One cluster per record',
  header: 'id,cluster_id',
  rows: ['r_00001,c_1', 'r_00002,c_1'],
  about: 'Records of one cluster are the same thing. Names of clusters are free.',
}
const RANKED: Form = {
  label: 'Candidates per query',
  header: 'query_id,candidate_id,rank',
  rows: ['q_001,r_00342,1', 'q_001,r_00017,2'],
  about: 'Rank 1 is best; a column score, higher is better, may stand in its place.',
}

function formsOf(spec: TaskSpec): Form[] {
  if (spec.kind === 'matching-pairs') return [spec.truthForm === 'labelled' ? PAIRS_LABELLED : PAIRS_LISTED]
  if (spec.kind === 'matching-clusters') return [CLUSTERS]
  if (spec.kind === 'matching-ranked') return [RANKED]
  const classes = spec.classes ?? ['first', 'second']
  const named = classes.slice(0, 3)
  const more = classes.length > named.length ? ',…' : ''
  const labels: Form = {
    label: 'A label per row',
    header: 'id,prediction',
    rows: named.slice(0, 2).map((name, i) => `id_of_row_${i + 1},${name}`),
    about: `One of the ${classes.length} classes, spelled exactly as in the training table.`,
  }
  const probabilities: Form = {
    label: 'A probability per class',
    header: `id,${named.join(',')}${more}`,
    rows: [`id_of_row_1,${named.map((_, i) => (i === 0 ? '0.9' : '0.05')).join(',')}${more}`],
    about: 'One column per class, values from 0 to 1, each row adding up to 1 (to a thousandth).',
  }
  if (spec.predictionForm === 'label') return [labels]
  return spec.predictionForm === 'probabilities' ? [probabilities] : [labels, probabilities]
}
