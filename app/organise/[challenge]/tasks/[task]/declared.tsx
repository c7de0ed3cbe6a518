import { DataTable } from '#app/_ui/data-table.tsx'
import type { Scorer } from './scorer-types.ts'

type Manifest = NonNullable<Scorer['manifest']>

/** What a program's manifest says, in words, and what the worker's machine has for it. */
export function Declared({
  number,
  manifest,
  runtime,
}: {
  number: number
  manifest: Manifest
  runtime: Scorer['runtime']
}) {
  const { command, language, limits, outputs, reads } = manifest
  const found = runtime && 'version' in runtime ? runtime : null
  return (
    <div className="grid grid-cols-1 gap-4">
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">Starts</dt>
        <dd className="break-words font-mono text-sm">
          {language} {command.join(' ')}
        </dd>
        <dt className="text-muted">May use, for each part</dt>
        <dd>
          {limits.cpuSeconds} s of processor time, {limits.memoryMiB} MiB of memory, {limits.outputKiB} KiB of
          results
        </dd>
        <dt className="text-muted">Reads</dt>
        <dd>{reads.map((format) => (format === 'csv' ? 'CSV' : 'Parquet')).join(', ')}</dd>
        {found && (
          <>
            <dt className="text-muted">The machine has</dt>
            <dd>
              {language === 'python' ? 'Python' : 'Node'} {found.version}
              {Object.entries(found.packages).map(
                ([name, version]) => `, ${name} ${version ?? 'not installed'}`,
              )}
            </dd>
          </>
        )}
      </dl>
      <DataTable
        caption={`Outputs of version ${number}`}
        rows={outputs}
        rowKey={({ name }) => name}
        columns={[
          {
            title: 'Output',
            cell: ({ name, title, primary }) => (
              <>
                <code className="font-mono text-sm">{name}</code>
                {title && ` ${title}`} {primary && <strong>ranks</strong>}
              </>
            ),
          },
          {
            title: 'Better',
            cell: ({ direction }) => (direction === 'higher-is-better' ? 'higher' : 'lower'),
          },
          { title: 'Decimals', align: 'right', cell: ({ precision }) => precision },
        ]}
      />
    </div>
  )
}
