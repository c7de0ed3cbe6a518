/** Organisers' programs through the worker: checked, tried, chosen, and what teams get. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { getTask } from '#operations/challenges/get-task.ts'
import { setPhases } from '#operations/challenges/set-phases.ts'
import { getLeaderboard } from '#operations/leaderboards/get-leaderboard.ts'
import { getTrackLeaderboard } from '#operations/leaderboards/get-track-leaderboard.ts'
import { chooseScorer } from '#operations/scorers/choose-scorer.ts'
import { getTrialReport } from '#operations/scorers/get-trial-report.ts'
import { listScorers } from '#operations/scorers/list-scorers.ts'
import { scoreAgain } from '#operations/scorers/score-again.ts'
import { tryScorer } from '#operations/scorers/try-scorer.ts'
import { tryScorerOnFile } from '#operations/scorers/try-scorer-on-file.ts'
import { uploadScorer } from '#operations/scorers/upload-scorer.ts'
import { createSubmission } from '#operations/submissions/create-submission.ts'
import { getSubmission } from '#operations/submissions/get-submission.ts'
import { getSubmissionReport } from '#operations/submissions/get-submission-report.ts'
import { listSubmissions } from '#operations/submissions/list-submissions.ts'
import { database } from '#store/database.ts'
import {
  type ChallengeWorld,
  incoming,
  MAIN,
  makeCaptain,
  makeChallenge,
  PERFECT,
} from '../helpers/challenge-world.ts'
import { freshDatabase } from '../helpers/database.ts'
import { until } from '../helpers/processes.ts'
import { addSample, incomingScorer, nodeScorer, pythonScorer } from '../helpers/scorer-archive.ts'
import { workerForSuite } from '../helpers/worker.ts'

const { dataFolder } = await freshDatabase()

/** Right in both public rows, wrong in both private ones. */
const HALF = 'id,prediction\n1,cat\n2,dog\n3,dog\n4,cat\n'

type Files = Readonly<Record<string, string>>

async function upload({ organiser, task }: ChallengeWorld, files: Files) {
  return uploadScorer.call(organiser, { task, wait: 90 }, { file: await incomingScorer(files) })
}

/** Uploads, tries on the file and chooses. */
async function useScorer(world: ChallengeWorld, files: Files, scoreAgain = false): Promise<string> {
  const { organiser, task } = world
  const { id, problems } = await upload(world, files)
  assert.deepEqual(problems, [])
  const tried = await tryScorerOnFile.call(organiser, { scorer: id, wait: 90 }, { file: incoming(PERFECT) })
  assert.equal(tried.trials[0].outcome, 'scored', JSON.stringify(tried.trials[0]))
  await chooseScorer.call(organiser, { task, scorer: id, scoreAgain })
  return id
}

async function submit(
  world: ChallengeWorld,
  content: string,
  captain?: Awaited<ReturnType<typeof makeCaptain>>,
) {
  const sender = captain ?? (await makeCaptain(world.challenge))
  return createSubmission.call(sender, { task: world.task, wait: 90 }, { file: incoming(content) })
}

describe('scorer programs in the worker', () => {
  workerForSuite()

  it('a Python program is checked, tried on the sample, chosen, and scores, each part by itself', async () => {
    const world = await makeChallenge()
    const { organiser, challenge, task } = world
    await addSample(task, HALF)
    const scorer = await upload(world, pythonScorer())
    assert.equal(scorer.status, 'ready')
    assert.match(scorer.digest ?? '', /^[0-9a-f]{64}$/)
    assert.deepEqual(
      scorer.manifest?.outputs.map(({ name }) => name),
      ['hits', 'rows'],
    )
    assert.ok(scorer.runtime && 'version' in scorer.runtime && scorer.runtime.version.startsWith('3.'))
    // the program left the part of the store that the web process can read
    const uploads = () => readdir(join(dataFolder, 'blobs', 'uploads'))
    await until(async () => (await uploads()).length === 0, 'the upload is gone')
    assert.deepEqual(await readdir(join(dataFolder, 'vault', 'scorers')), [scorer.id])

    const { trials, passed } = await tryScorer.call(organiser, { scorer: scorer.id, wait: 90 })
    const [{ outcome, parts }] = trials
    assert.deepEqual([outcome, passed], ['scored', true])
    assert.deepEqual(
      parts.map(({ part, rows, scores }) => [part, rows, scores]),
      [
        ['public', 2, { hits: 2, rows: 2 }],
        ['private', 2, { hits: 0, rows: 2 }],
      ],
    )
    // each run knew the rows of its own part
    assert.match(parts[0].trace?.stdoutTail ?? '', /\['1', '2'\]/)
    assert.match(parts[1].trace?.stdoutTail ?? '', /\['3', '4'\]/)
    assert.ok(parts[0].trace!.wallSeconds > 0 && parts[0].trace!.peakMemoryBytes > 1_000_000)
    const trialPage = await getTrialReport.call(organiser, { trial: trials[0].id, part: 'private' })
    assert.match(await text(trialPage.stream), /<p>0 of 2<\/p>/)

    await chooseScorer.call(organiser, { task, scorer: scorer.id, baselineScore: 1 })
    const shown = await getTask.call(organiser, { task })
    assert.deepEqual(
      [shown.metric.title, shown.metric.precision, shown.baselineScore],
      ['Right answers', 2, 1],
    )
    assert.equal(shown.scorer?.number, 1)
    assert.ok(!JSON.stringify(shown).includes('score.py'), 'how it is started is nobody’s business')

    const captain = await makeCaptain(challenge)
    const scored = await submit(world, HALF, captain)
    assert.deepEqual([scored.status, scored.score, scored.rows], ['scored', 2, 4])
    assert.deepEqual([scored.metric.name, scored.scorer?.number, scored.outdated], ['hits', 1, false])
    assert.deepEqual(
      [scored.public?.scores, scored.private, scored.reports],
      [{ hits: 2, rows: 2 }, null, ['public']],
    )
    const page = await getSubmissionReport.call(captain, { submission: scored.id })
    const html = await text(page.stream)
    assert.match(
      html,
      /^<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"/,
    )
    assert.match(html, /<p>2 of 2<\/p>/)
    assert.doesNotMatch(html, /script/i)
    const rival = await makeCaptain(challenge)
    await assert.rejects(getSubmissionReport.call(rival, { submission: scored.id }), { code: 'not_found' })
    const hidden = getSubmissionReport.call(captain, { submission: scored.id, split: 'private' })
    await assert.rejects(hidden, { code: 'not_found' })
    const kept = await database().evaluation.findFirstOrThrow({ where: { submissionId: scored.id } })
    assert.deepEqual([kept.scorerVersion, kept.scorerId], [`program-${scorer.digest}`, scorer.id])

    const phase = { slug: 'main', title: 'Main', ...MAIN, dailyQuota: 5, visibleSplit: 'private' as const }
    await setPhases.call(organiser, { challenge, phases: [phase] })
    const revealed = await getSubmission.call(captain, { submission: scored.id })
    assert.deepEqual([revealed.score, revealed.reports], [0, ['public', 'private']])
    const track = await getTrackLeaderboard.call(captain, { challenge, track: 'animals' })
    assert.deepEqual(
      track.tasks.map(({ metric, primaryMetric }) => [metric.name, primaryMetric]),
      [['hits', 'hits']],
    )
  })

  it('lower can be better; another version keeps what was, and scoring again brings it to the board', async () => {
    const world = await makeChallenge()
    const { organiser, challenge, task } = world
    const [ada, bob] = [await makeCaptain(challenge), await makeCaptain(challenge)]
    const first = await submit(world, PERFECT, ada)
    const second = await submit(world, HALF.replace('1,cat', '1,dog'), bob)
    assert.deepEqual([first.score, second.score], [1, 0.5])

    const misses = pythonScorer('hits = rows - hits', 'misses', 'lower-is-better')
    const id = await useScorer(world, misses)
    const board = () => getLeaderboard.call(ada, { task })
    assert.deepEqual((await board()).entries, [], 'scores of another scorer do not stand beside its own')
    const old = await getSubmission.call(ada, { submission: first.id })
    assert.deepEqual([old.score, old.metric.name, old.outdated], [1, 'accuracy', true])
    assert.equal((await listScorers.call(organiser, { task })).counts.unscored, 2)

    assert.deepEqual(await scoreAgain.call(organiser, { task }), { queued: 2 })
    await until(async () => (await board()).entries.length === 2, 'both are scored again', 90_000)
    const { entries, metric } = await board()
    assert.deepEqual([metric.name, metric.direction], ['misses', 'lower-is-better'])
    assert.deepEqual(
      entries.map(({ rank, team, score }) => [rank, team.id, score]),
      [
        [1, ada.teamId, 0],
        [2, bob.teamId, 1],
      ],
    )
    assert.equal(await database().evaluation.count({ where: { submissionId: first.id } }), 2)
    assert.equal((await listScorers.call(organiser, { task })).counts.unscored, 0)

    await chooseScorer.call(organiser, { task, scorer: null })
    const back = await board()
    assert.deepEqual([back.metric.name, back.entries.map(({ score }) => score)], ['accuracy', [1, 0.5]])
    await chooseScorer.call(organiser, { task, scorer: id })
    assert.deepEqual(
      (await board()).entries.map(({ score }) => score),
      [0, 1],
    )
    assert.equal(await database().evaluation.count({ where: { submissionId: first.id } }), 2)
  })

  it('a Node program scores; Grandstand rejects wrong ids itself, before the program sees the file', async () => {
    const world = await makeChallenge()
    await useScorer(world, nodeScorer())
    assert.equal((await submit(world, PERFECT)).score, 2)
    const wrong = await submit(world, PERFECT.replace('3,cat', '9,cat'))
    assert.equal(wrong.status, 'rejected')
    assert.deepEqual(wrong.problems.map(({ code, line }) => [code, line]).sort(), [
      ['missing_id', undefined],
      ['unknown_id', 4],
    ])
    const captain = await makeCaptain(world.challenge)
    const file = { filename: 'p.csv.gz', stream: Readable.from([gzipSync(PERFECT)]) }
    const packed = await createSubmission.call(captain, { task: world.task, wait: 90 }, { file })
    assert.deepEqual([packed.status, packed.problems[0].code], ['rejected', 'format_not_read'])
  })

  const failures: [what: string, files: Files, fault: RegExp][] = [
    [
      'fails',
      pythonScorer('if answers["1"] == "dog": raise ValueError("truth of 1 is " + truth["1"])'),
      /exit code 1.*\n[\s\S]*truth of 1 is cat/,
    ],
    ['uses up its time', nodeScorer('while (answers.get("1") === "dog");'), /cpuSeconds is 1/],
    ['prints NaN', nodeScorer('if (answers.get("1") === "dog") hits = NaN'), /"hits" is NaN, not a number/],
  ]
  for (const [what, files, fault] of failures) {
    it(`a program that ${what} is its organisers' fault: no quota, no rejection, they read why`, async () => {
      const world = await makeChallenge({ dailyQuota: 1 })
      const { organiser, challenge, task } = world
      // a trial on a right answer passes; it fails on another
      const manifest = files['scorer.yaml'].replace(
        'Seconds: 5',
        what === 'fails' ? 'Seconds: 5' : 'Seconds: 1',
      )
      await useScorer(world, { ...files, 'scorer.yaml': manifest })
      const captain = await makeCaptain(challenge)
      const { id, status, faultBy, ...told } = await submit(world, HALF.replace('1,cat', '1,dog'), captain)
      assert.deepEqual([status, faultBy, told.fault, told.problems], ['faulted', 'organiser', null, []])
      const { quota } = await listSubmissions.call(captain, { task })
      assert.equal(quota?.used, 0)
      const seen = await getSubmission.call(organiser, { submission: id })
      assert.match(seen.fault ?? '', fault)
      assert.equal(await database().evaluation.count({ where: { submissionId: id } }), 0)
      const { failures: listed, counts } = await listScorers.call(organiser, { task })
      assert.deepEqual([listed.map(({ submission }) => submission), counts.unscored], [[id], 1])

      await useScorer(world, nodeScorer(), true)
      const mended = await getSubmission.call(captain, { submission: id, wait: 90 })
      assert.deepEqual([mended.status, mended.score, mended.faultBy], ['scored', 1, null])
      assert.deepEqual((await listScorers.call(organiser, { task })).failures, [])
    })
  }

  it('what is wrong with a program is told by line and key, and trials say whose fault it was', async () => {
    const world = await makeChallenge()
    const { organiser } = world
    const files = nodeScorer()
    const misspelt = files['scorer.yaml'].replace('language: node', 'language: nodejs')
    const refused = await upload(world, { ...files, 'scorer.yaml': misspelt })
    assert.equal(refused.status, 'refused')
    assert.deepEqual(
      refused.problems.map(({ line, column }) => [line, column]),
      [[3, 'language']],
    )
    const ready = await upload(world, files)
    const same = await upload(world, files)
    assert.deepEqual([same.status, same.problems[0].code], ['refused', 'same_program'])
    assert.match(same.problems[0].message, /version 2/)

    const tryOn = async (scorer: string, content: string) => {
      const { trials } = await tryScorerOnFile.call(
        organiser,
        { scorer, wait: 90 },
        { file: incoming(content) },
      )
      return trials[0]
    }
    const rejected = await tryOn(ready.id, 'id,prediction\n1,cat\n')
    assert.deepEqual([rejected.outcome, rejected.rejectedBy], ['rejected', 'grandstand'])
    const picky = await upload(world, {
      ...files,
      'score.mjs': `
import { writeFileSync } from 'node:fs'
writeFileSync('/output/problems.json', '{"problems": [{"message": "Too good.", "line": 2}]}')
process.exit(65)`,
    })
    const byProgram = await tryOn(picky.id, PERFECT)
    assert.deepEqual([byProgram.outcome, byProgram.rejectedBy], ['rejected', 'program'])
    assert.equal(byProgram.problems[0].message, 'Too good.')
    const broken = await upload(world, { ...files, 'score.mjs': 'console.error("oh"); process.exit(3)' })
    const failed = await tryOn(broken.id, PERFECT)
    assert.deepEqual([failed.outcome, failed.parts[0].trace?.stderrTail], ['scorer_fault', 'oh\n'])
    assert.match(failed.reason ?? '', /exit code 3/)
    for (const scorer of [ready.id, picky.id, broken.id]) {
      const choosing = chooseScorer.call(organiser, { task: world.task, scorer })
      await assert.rejects(choosing, { code: 'conflict' })
    }
  })
})
