import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEMO_TEAMS, type DemoSubmission } from '#datasets/samples/demo-teams.ts'
import { emojiDatasets } from '#datasets/samples/emoji-datasets.ts'
import { SAMPLE_CHALLENGES, type SampleTime } from '#datasets/samples/sample-challenges.ts'
import { FINALISTS_PER_TRACK, SPRINT_SESSIONS, SPRINT_TALKS } from '#datasets/samples/sprint-workshop.ts'
import { findMetric } from '#scoring/metrics/catalogue.ts'

const NOW = Date.UTC(2026, 10, 21)
const instant = (time: SampleTime) =>
  'at' in time ? Date.parse(time.at) : NOW + time.daysFromNow * 24 * 3600 * 1000
const tasksOf = (challenge: (typeof SAMPLE_CHALLENGES)[number]) => challenge.tracks.flatMap((t) => t.tasks)

test('every task asks a question that its dataset has, by a metric that exists', () => {
  const manifests = new Map(emojiDatasets({ limit: 1 }).map(({ manifest }) => [manifest.slug, manifest]))
  for (const task of SAMPLE_CHALLENGES.flatMap(tasksOf)) {
    const manifest = manifests.get(task.dataset)!
    assert.ok(
      manifest.questions.some((question) => question.name === task.question),
      task.slug,
    )
    assert.equal(manifest.kind === 'matching', task.kind === 'matching-pairs', task.slug)
    assert.ok(findMetric(task.kind, task.primaryMetric), `${task.slug}: ${task.primaryMetric}`)
  }
})

test('one challenge runs now, one is over with its boards revealed', () => {
  const [running, past] = SAMPLE_CHALLENGES
  const open = ({ phases }: typeof running) =>
    phases.some((phase) => instant(phase.starts) <= NOW && NOW < instant(phase.ends))
  assert.ok(open(running))
  assert.ok(!open(past))
  assert.ok(instant(past.reveal) < NOW && instant(past.workshop) < NOW)
  assert.ok(instant(running.reveal) > NOW)
})

test('every submission is sent to a known task, inside its phase and within its quota', () => {
  const challengeOf = new Map(
    SAMPLE_CHALLENGES.flatMap((challenge) => tasksOf(challenge).map((task) => [task.slug, challenge])),
  )
  for (const team of DEMO_TEAMS) {
    const days = new Map<string, number>()
    for (const { task, sent } of team.submissions) {
      const { phases } = challengeOf.get(task)!
      const phase = phases.find((p) => instant(p.starts) <= instant(sent) && instant(sent) < instant(p.ends))
      assert.ok(phase, `${team.name} sent to ${task} outside of every phase`)
      const day = `${task} ${new Date(instant(sent)).toISOString().slice(0, 10)}`
      days.set(day, (days.get(day) ?? 0) + 1)
      assert.ok(days.get(day)! <= phase.quotaPerDay, day)
    }
  }
})

test('all five teams are on every board, with different strengths, and one improves three times', () => {
  assert.equal(DEMO_TEAMS.length, 5)
  assert.equal(new Set(DEMO_TEAMS.map((team) => team.slug)).size, 5)
  for (const task of SAMPLE_CHALLENGES.flatMap(tasksOf)) {
    const last = DEMO_TEAMS.map((team) =>
      team.submissions.findLast((s: DemoSubmission) => s.task === task.slug),
    )
    assert.ok(
      last.every((submission) => submission !== undefined),
      `a team is missing in ${task.slug}`,
    )
    assert.equal(new Set(last.map((submission) => JSON.stringify(submission!.baseline))).size, 5, task.slug)
  }
  const busiest = DEMO_TEAMS.map((team) => team.submissions.filter((s) => s.task === 'emoji-group').length)
  assert.ok(Math.max(...busiest) >= 3)
})

test('whoever reaches the final has a talk, in a session of its track', () => {
  const past = SAMPLE_CHALLENGES[1]
  for (const track of past.tracks) {
    assert.ok(SPRINT_SESSIONS.some((session) => session.track === track.slug))
    for (const team of DEMO_TEAMS) {
      const talks = SPRINT_TALKS.filter((talk) => talk.team === team.slug && talk.track === track.slug)
      assert.equal(talks.length, 1, `${team.slug} in ${track.slug}`)
    }
  }
  assert.ok(FINALISTS_PER_TRACK < DEMO_TEAMS.length)
  for (const [i, session] of SPRINT_SESSIONS.slice(1).entries()) {
    const before = SPRINT_SESSIONS[i]
    assert.equal(
      Date.parse(session.starts),
      Date.parse(before.starts) + before.minutes * 60_000,
      session.title,
    )
  }
})
