import type { Split } from '#core/report.ts'
import type { TaskKind } from '#core/task.ts'

/** A task of a sample challenge: a question about a sample dataset, with the metric that ranks. */
export interface SampleTask {
  slug: string
  title: string
  summary: string
  kind: Extract<TaskKind, 'classification' | 'matching-pairs'>
  /** Slug of the sample dataset, which is also its folder. */
  dataset: string
  /** Name of the question in the dataset's manifest. */
  question: string
  /** Name in the metric catalogue. */
  primaryMetric: string
}

export interface SampleTrack {
  slug: string
  title: string
  summary: string
  prize: string
  tasks: SampleTask[]
}

/** When something happens: a fixed instant, or whole days from the day of seeding (negative is before). */
export type SampleTime = { at: string } | { daysFromNow: number }

export interface SamplePhase {
  name: string
  starts: SampleTime
  ends: SampleTime
  /** Submissions per team, task and day. */
  quotaPerDay: number
  visibleSplit: Split
}

export interface SampleChallenge {
  slug: string
  title: string
  summary: string
  /** Markdown. */
  description: string
  /** Markdown; participants accept it. */
  rules: string
  phases: SamplePhase[]
  /** When the final boards are, or were, shown. */
  reveal: SampleTime
  workshop: SampleTime
  tracks: SampleTrack[]
}

const RULES = `1. Teams of up to five; a person belongs to one team.
2. Predict from the released columns and pictures. Looking the answers up in Unicode's tables is possible and no fun; it is not allowed.
3. Models trained on other data are welcome if you say which.
4. The public board shows 30 % of the test set. The final ranking uses the other 70 %.
5. Finalists describe their method at the workshop.`

const GRAND: SampleChallenge = {
  slug: 'emoji-grand-challenge',
  title: 'Emoji Grand Challenge',
  summary:
    'Sort every emoji into its place, and find the same emoji in two catalogues that never spoke to each other.',
  description: `Two open-source projects have drawn and described all emoji: OpenMoji and Twemoji. Their records mix pictures, words, numbers and categories:
multimodal tables small enough to train on a laptop.

**Track Classification** asks for each emoji's Unicode group and subgroup. **Track Matching** asks which records of the two projects show the same emoji:
exactly, or but for skin tone and gender.

This is the sample that comes with Grandstand. The data is real, and so are the demo teams' scores: each comes from a small baseline whose code is in
the repository.`,
  rules: RULES,
  phases: [
    {
      name: 'Main',
      starts: { daysFromNow: -30 },
      ends: { daysFromNow: 60 },
      quotaPerDay: 20,
      visibleSplit: 'public',
    },
  ],
  reveal: { daysFromNow: 62 },
  workshop: { daysFromNow: 75 },
  tracks: [
    {
      slug: 'classification',
      title: 'Classification',
      summary: 'From picture, words and numbers to Unicode’s group and subgroup.',
      prize: 'A box of hand-printed OpenMoji stickers',
      tasks: [
        {
          slug: 'emoji-group',
          title: 'Emoji to group',
          summary: 'Nine groups, from smileys-emotion to flags.',
          kind: 'classification',
          dataset: 'emoji-classification',
          question: 'group',
          primaryMetric: 'f1_macro',
        },
        {
          slug: 'emoji-subgroup',
          title: 'Emoji to subgroup',
          summary: 'About a hundred subgroups, many with a handful of examples.',
          kind: 'classification',
          dataset: 'emoji-classification',
          question: 'subgroup',
          primaryMetric: 'accuracy',
        },
      ],
    },
    {
      slug: 'matching',
      title: 'Matching',
      summary: 'OpenMoji’s records against Twemoji’s, under two definitions of the same.',
      prize: 'Dinner at the workshop, seats next to each other',
      tasks: [
        {
          slug: 'emoji-match-exact',
          title: 'The same emoji',
          summary: 'A pair matches when both sides are the same emoji, tone and gender included.',
          kind: 'matching-pairs',
          dataset: 'emoji-matching',
          question: 'exact',
          primaryMetric: 'f1',
        },
        {
          slug: 'emoji-match-variant',
          title: 'The same but for tone and gender',
          summary: 'A pair matches when both sides are the same if skin tone and gender are ignored.',
          kind: 'matching-pairs',
          dataset: 'emoji-matching',
          question: 'variant',
          primaryMetric: 'average_precision',
        },
      ],
    },
  ],
}

const SPRINT: SampleChallenge = {
  slug: 'emoji-sprint-2025',
  title: 'Emoji Sprint 2025',
  summary: 'The warm-up: seven groups, and German line art against English colour.',
  description: `A short challenge on a smaller cut of the same world, without people and flags. It is over; the final boards and the workshop's programme are here to look at.

**Track Classification**: seven groups of Twemoji drawings. **Track Matching**: OpenMoji's line art with German words against Twemoji's colours with English ones.`,
  rules: RULES,
  phases: [
    {
      name: 'Sprint',
      starts: { at: '2025-03-03T09:00:00Z' },
      ends: { at: '2025-05-30T22:00:00Z' },
      quotaPerDay: 5,
      visibleSplit: 'public',
    },
  ],
  reveal: { at: '2025-06-02T09:00:00Z' },
  workshop: { at: '2025-06-20T12:00:00Z' },
  tracks: [
    {
      slug: 'classification',
      title: 'Classification',
      summary: 'Seven groups from a picture, a name and keywords.',
      prize: 'A printed poster of all 1,189 emoji',
      tasks: [
        {
          slug: 'sprint-group',
          title: 'Emoji to group',
          summary: 'Seven groups without people and flags.',
          kind: 'classification',
          dataset: 'emoji-sprint-classification',
          question: 'group',
          primaryMetric: 'accuracy',
        },
      ],
    },
    {
      slug: 'matching',
      title: 'Matching',
      summary: 'Two catalogues without a common colour or language.',
      prize: 'A German dictionary, signed by the jury',
      tasks: [
        {
          slug: 'sprint-match',
          title: 'Line art to colour',
          summary: 'A pair matches when both sides are the same emoji.',
          kind: 'matching-pairs',
          dataset: 'emoji-sprint-matching',
          question: 'exact',
          primaryMetric: 'average_precision',
        },
      ],
    },
  ],
}

/** The running *Emoji Grand Challenge* and the past *Emoji Sprint 2025*. */
export const SAMPLE_CHALLENGES: readonly SampleChallenge[] = [GRAND, SPRINT]
