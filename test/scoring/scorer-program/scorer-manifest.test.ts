import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrandstandError } from '#core/errors.ts'
import { parseScorerManifest, readScorerManifest } from '#scoring/scorer-program/scorer-manifest.ts'
import { folderOf } from './scorer-case.ts'

const YAML = `# how we score
command: [score.py, --strict]
language: python   # Debian's
limits:
  cpuSeconds: 10
  memoryMiB: 512
outputs:
- name: f1@10
  direction: higher-is-better
  primary: true
  precision: 3
- {name: "errors", direction: 'lower-is-better', precision: 0}
`
const MANIFEST = {
  language: 'python',
  command: ['score.py', '--strict'],
  limits: { cpuSeconds: 10, memoryMiB: 512, outputKiB: 1024 },
  outputs: [
    { name: 'f1@10', direction: 'higher-is-better', precision: 3, primary: true },
    { name: 'errors', direction: 'lower-is-better', precision: 0, primary: false },
  ],
  reads: ['csv'],
}

test('a manifest is read, whatever its form', () => {
  assert.deepEqual(parseScorerManifest(YAML), MANIFEST)
  assert.deepEqual(parseScorerManifest(`\uFEFF---\n${YAML.replaceAll('\n', '\r\n')}`), MANIFEST)
  assert.deepEqual(parseScorerManifest(JSON.stringify(MANIFEST, null, 2)), MANIFEST)
  assert.deepEqual(
    parseScorerManifest(YAML.replace('[score.py, --strict]', 'python3 ./score.py  --strict')),
    MANIFEST,
  )
  assert.deepEqual(
    parseScorerManifest(
      YAML.replace('\n- name', '\n    - name')
        .replace(/\n {2}(dir|pri|prec)/g, '\n      $1')
        .replace('\n- {', '\n    - {'),
    ),
    MANIFEST,
  )
})

test('what is left out has a default, and a single output is the primary one', () => {
  const { limits, outputs } = parseScorerManifest(
    'command: score.mjs\nlanguage: node\noutputs: [{name: mae, direction: lower-is-better}]',
  )
  assert.deepEqual(limits, { cpuSeconds: 60, memoryMiB: 1024, outputKiB: 1024 })
  assert.deepEqual(outputs, [{ name: 'mae', direction: 'lower-is-better', precision: 4, primary: true }])
})

/** A name, a manifest, and what the message has to say. */
const WRONG: [name: string, text: string, message: RegExp][] = [
  ['nothing', '', /expected object/],
  ['a list', '- a\n- b', /expected object/],
  ['an unknown key', `${YAML}image: python:3.12\n`, /image/],
  ['a misspelt limit', YAML.replace('cpuSeconds', 'cpuSecond'), /limits.*cpuSecond/],
  ['no outputs', YAML.replace(/outputs:[\s\S]*/, 'outputs: []'), /outputs/],
  ['a limit that is text', YAML.replace('512', '512MB'), /limits\.memoryMiB/],
  ['a limit that is too high', YAML.replace(': 10', ': 100000'), /limits\.cpuSeconds/],
  ['an unknown language', YAML.replace('python ', 'ruby '), /language/],
  ['an unknown direction', YAML.replace('higher-is-better', 'up'), /outputs\.0\.direction/],
  ['two primaries', YAML.replace('precision: 0', 'primary: true'), /exactly one.*2 have it/],
  ['no primary', YAML.replace('primary: true', 'primary: false'), /exactly one.*0 have it/],
  ['an output twice', YAML.replace('"errors"', 'f1@10'), /"f1@10" is declared twice/],
  ['an output named like a property of objects', YAML.replace('f1@10', '__proto__'), /outputs\.0\.name/],
  ['a command outside of the folder', YAML.replace('score.py', '../score.py'), /command/],
  ['an absolute command', YAML.replace('score.py', '/usr/bin/env'), /command/],
  ['an option as command', YAML.replace('score.py', '-c'), /command/],
  ['an empty command', YAML.replace('[score.py, --strict]', '""'), /command/],
  ['a command for a shell', YAML.replace('[score.py, --strict]', "score.py 'a b'"), /no shell reads it/],
  ['a colon without a space', YAML.replace('{name: ', '{name:'), /outputs\.1\.name/],
  ['a list item behind a key', YAML.replace('[score.py', '- [score.py'), /line 2: /],
  ['a key twice', `${YAML}language: node\n`, /line 13: Map keys must be unique/],
  ['a tab', YAML.replace('  memory', '\tmemory'), /line 6: Tabs/],
  ['an alias', YAML.replace('python ', '*a '), /line 3: .*alias/i],
  ['a block scalar', YAML.replace('python ', '| '), /language/],
  ['two documents', `${YAML}---\n${YAML}`, /line 13: .*multiple documents/],
  ['a bracket that stays open', YAML.replace('--strict]', '--strict'), /line \d+: .*sequence/],
  ['an indentation that fits nowhere', YAML.replace('  memory', '    memory'), /line 5: /],
  ['a line without a colon', `${YAML}nonsense\n`, /line 13: /],
  ['endless nesting', `command: ${'['.repeat(5000)}`, /line 1: /],
  ['a key that is a list', '? [a]\n: 1', /line 1: Keys must be plain words/],
  ['a key twice, as a number and as a text', `${YAML}1: a\n"1": b\n`, /line 14: Map keys must be unique/],
  ['a key that drives a terminal', `${YAML}"\\e[2J": 1\n`, /\[2J/],
  ['JSON that is broken', '{"command": ', /line 1: /],
]
for (const [name, text, message] of WRONG) {
  test(`refused with the reason: ${name}`, () => {
    assert.throws(
      () => parseScorerManifest(text),
      (error) => {
        assert.ok(error instanceof GrandstandError && error.code === 'file_rejected')
        assert.ok(error.problems.length > 0)
        assert.match(error.message, message)
        return true
      },
    )
  })
}

test('nesting of any depth is the manifest’s fault, never the platform’s', () => {
  for (let depth = 100; depth < 20_000; depth = Math.ceil(depth * 1.3)) {
    for (const [open, close] of [
      ['[', ']'],
      ['{a: ', '}'],
      ['- ', ''],
    ]) {
      const text = open.repeat(depth) + close.repeat(depth)
      assert.throws(() => parseScorerManifest(text), GrandstandError, `${depth} times ${open}`)
    }
  }
})

test('a folder without a manifest is refused', async () => {
  await assert.rejects(readScorerManifest(folderOf({ 'score.py': '' })), /scorer\.yaml is missing/)
})
