/** What a finalist presents: an honest description of the baseline that its last submission came from. */
export interface SampleTalk {
  /** Slug of the demo team. */
  team: string
  /** Slug of the track. */
  track: string
  title: string
  abstract: string
}

/** A part of the programme. Talks of the finalists are given in the sessions named `talks`, one track each. */
export interface SampleSession {
  /** ISO 8601, UTC. */
  starts: string
  minutes: number
  title: string
  /** Whose talks fill it; absent for everything that is no talk. */
  track?: string
}

/** How many teams of each track's final board are invited. */
export const FINALISTS_PER_TRACK = 3

/** The programme of the Emoji Sprint's workshop. */
export const SPRINT_SESSIONS: readonly SampleSession[] = [
  { starts: '2025-06-20T12:00:00Z', minutes: 15, title: 'Welcome, and how the data was made' },
  { starts: '2025-06-20T12:15:00Z', minutes: 60, title: 'Talks: Classification', track: 'classification' },
  { starts: '2025-06-20T13:15:00Z', minutes: 30, title: 'Coffee and posters' },
  { starts: '2025-06-20T13:45:00Z', minutes: 60, title: 'Talks: Matching', track: 'matching' },
  { starts: '2025-06-20T14:45:00Z', minutes: 30, title: 'Prizes, and what comes next' },
]

/** A talk for every team and track of the Emoji Sprint; the final boards decide which are given. */
export const SPRINT_TALKS: readonly SampleTalk[] = [
  {
    team: 'majority-report',
    track: 'classification',
    title: 'Objects, every time',
    abstract:
      'What a score of 21 % means when nobody looked at a single emoji, and why every board needs this line.',
  },
  {
    team: 'majority-report',
    track: 'matching',
    title: 'One number for every pair',
    abstract:
      'A constant score has an average precision equal to the share of matches. It is the zero of this track.',
  },
  {
    team: 'trigram-trio',
    track: 'classification',
    title: 'Seven neighbours are better than one',
    abstract:
      'Tf-idf and cosine over names and keywords. Going from one neighbour on names to seven on all words gained a quarter of the test set.',
  },
  {
    team: 'trigram-trio',
    track: 'matching',
    title: 'Pizza is Pizza: what cognates give away',
    abstract:
      'Trigrams know no language, but English and German share enough letters to find two matches in five.',
  },
  {
    team: 'naive-bayesians',
    track: 'classification',
    title: 'Words that know their place',
    abstract:
      'Multinomial naive Bayes on names and keywords, and why we mix three per cent of the prior into its certainty.',
  },
  {
    team: 'naive-bayesians',
    track: 'matching',
    title: 'A dictionary from 718 pairs',
    abstract:
      'Counting which German and English words meet in training matches yields a small dictionary, and a way to score pairs.',
  },
  {
    team: 'pixel-peepers',
    track: 'classification',
    title: 'Twelve by twelve pixels',
    abstract:
      'Nearest neighbours over tiny copies of the drawings. Half of the groups can be seen from across the street.',
  },
  {
    team: 'pixel-peepers',
    track: 'matching',
    title: 'Filling in the lines',
    abstract:
      'Line art has no colours. Filled outlines, averaged over 144 squares, find some of the matches and many look-alikes.',
  },
  {
    team: 'block-party',
    track: 'classification',
    title: 'The neighbours in the code charts',
    abstract:
      'Code points alone sort 85 % of the emoji, a leak the dataset page states. Blending them with words and pictures gave the rest.',
  },
  {
    team: 'block-party',
    track: 'matching',
    title: 'Seven weak hints, weighed',
    abstract:
      'Letters, words, three views of the picture, the version and the drawing’s size, in one logistic regression.',
  },
]
