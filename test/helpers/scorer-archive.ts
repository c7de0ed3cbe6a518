import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { IncomingFile } from '#operations/operation.ts'
import { blobs } from '#store/blobs.ts'
import { database } from '#store/database.ts'

/** A scorer program as an organiser sends it: a tar.gz of these files. */
export async function scorerArchive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack()
  for (const [name, text] of Object.entries(files)) archive.entry({ name: `scorer/${name}` }, text)
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return gzipSync(Buffer.concat(chunks))
}

/** The same as it arrives over HTTP. */
export async function incomingScorer(files: Readonly<Record<string, string>>): Promise<IncomingFile> {
  return { filename: 'scorer.tar.gz', stream: Readable.from([await scorerArchive(files)]) }
}

const MANIFEST = (language: 'python' | 'node', primary = 'hits', direction = 'higher-is-better') => `
command: ${language === 'python' ? 'score.py' : 'score.mjs'}
language: ${language}
limits: { cpuSeconds: 5, memoryMiB: 256 }
outputs:
  - { name: ${primary}, direction: ${direction}, precision: 2, primary: true, title: Right answers }
  - { name: rows, direction: higher-is-better, precision: 0 }
`

/** A Python program that counts right answers, with `extra` before it leaves; \`hits\` and \`rows\` can be used in it. */
export function pythonScorer(extra = '', primary?: string, direction?: string): Record<string, string> {
  return {
    'scorer.yaml': MANIFEST('python', primary, direction),
    'score.py': `
import csv, json, sys
def read(path, column):
    with open(path, newline='', encoding='utf-8') as file:
        return {row['id']: row[column] for row in csv.DictReader(file)}
truth = read('/input/ref/truth.csv', 'label')
answers = read('/input/res/predictions.csv', 'prediction')
hits, rows = sum(answers[i] == label for i, label in truth.items()), len(truth)
print('scored', sorted(truth))
${extra}
with open('/output/report.html', 'w') as file:
    file.write('<h1>Hits</h1><p>%s of %s</p><script>parent.document.title = "taken"</script>' % (hits, rows))
with open('/output/scores.json', 'w') as file:
    json.dump({'${primary ?? 'hits'}': hits, 'rows': rows}, file)
`,
  }
}

/** The same in JavaScript, without a report; \`extra\` may change \`hits\`. */
export function nodeScorer(extra = ''): Record<string, string> {
  return {
    'scorer.yaml': MANIFEST('node'),
    'score.mjs': `
import { readFileSync, writeFileSync } from 'node:fs'
const read = (path) => new Map(readFileSync(path, 'utf8').trim().split('\\n').slice(1).map((row) => row.split(',')))
const [truth, answers] = [read('/input/ref/truth.csv'), read('/input/res/predictions.csv')]
let hits = [...truth].filter(([id, label]) => answers.get(id) === label).length
${extra}
writeFileSync('/output/scores.json', \`{"hits": \${hits}, "rows": \${truth.size}}\`)
`,
  }
}

/** Gives the release of a task a sample submission. */
export async function addSample(task: string, text: string): Promise<void> {
  const { releaseId } = await database().task.findUniqueOrThrow({ where: { slug: task } })
  const blobKey = `releases/${releaseId}/sample_submission.csv`
  await blobs().put(blobKey, [Buffer.from(text)])
  const sha256 = createHash('sha256').update(text).digest('hex')
  const sizeBytes = BigInt(text.length)
  await database().releaseFile.create({
    data: { releaseId, path: 'sample_submission.csv', format: 'csv', sizeBytes, sha256, blobKey },
  })
}
