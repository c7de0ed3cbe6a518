/** What a kind of finding is called, why it matters, and what an organiser does about it. */
export interface CheckKind {
  title: string
  why: string
  advice: string
}

/**
 * Every finding that the checks at registration can make, in one closed table by its code. docs/data-standard.md
 * lists the same codes, which a test checks.
 */
export const CHECK_KINDS = {
  duplicate_id: {
    title: 'Ids that repeat',
    why: 'Predictions are matched to answers by id, so a repeated id has no one answer.',
    advice: 'Give every row of a table its own id.',
  },
  duplicate_pair: {
    title: 'Pairs that repeat',
    why: 'A pair that occurs twice would be scored twice, or be given two answers.',
    advice: 'Keep each pair once.',
  },
  id_in_both_splits: {
    title: 'Ids in train and test',
    why: 'The training table gives the answer of a test row away.',
    advice: 'Remove these rows from one of the two tables.',
  },
  pair_in_both_splits: {
    title: 'Pairs in train and test',
    why: 'The training pairs give the answer of a test pair away.',
    advice: 'Remove these pairs from one of the two tables.',
  },
  group_in_both_splits: {
    title: 'Groups in train and test',
    why: 'Rows of a group are alike; a model that memorises the group looks better than it is.',
    advice: 'Move each group to one side, let the platform split one table, or take the role group away.',
  },
  unknown_record: {
    title: 'Pairs without a record',
    why: 'Nobody can compare a record that is not there.',
    advice: 'Add the records, or remove the pairs.',
  },
  schema_mismatch: {
    title: 'Train and test differ in their columns',
    why: 'A model that learned from one table could not be used on the other.',
    advice: 'Give both tables the same features with the same types.',
  },
  feature_equals_label: {
    title: 'A feature is the label',
    why: 'The test table would hold the answers.',
    advice: 'Remove the column.',
  },
  feature_gives_label: {
    title: 'A feature gives the label away',
    why: 'One column alone answers the task, so the board would only tell who found it.',
    advice: 'Remove the column unless it is known when one predicts and is meant to be used.',
  },
  id_gives_label: {
    title: 'Ids give the label away',
    why: 'The ids of test rows are released, and they follow the label.',
    advice: 'Give ids that say nothing, such as random ones.',
  },
  best_single_feature: {
    title: 'How far one column gets',
    why: 'The score that a task should be compared with: the best that a single column reaches.',
    advice: 'Nothing to do.',
  },
  identical_rows_across_splits: {
    title: 'Test rows that are training rows',
    why: 'Their answers can be looked up instead of predicted.',
    advice: 'Remove them from one of the two tables.',
  },
  near_identical_rows_across_splits: {
    title: 'Test rows that are almost training rows',
    why: 'Copies with other capitals, spaces, rounding or one word changed have the same answer, which can be looked up.',
    advice:
      'Look at the examples; keep copies of one thing on one side, for example by a column with the role group.',
  },
  identical_images_across_splits: {
    title: 'Test images that are training images',
    why: 'The same picture has the same answer, which can be looked up.',
    advice: 'Remove the copies from one of the two tables.',
  },
  order_tells_label: {
    title: 'The order of rows tells the label',
    why: 'Neighbouring test rows have the same answer, so one known answer gives many.',
    advice: 'Shuffle the rows.',
  },
  no_labels: {
    title: 'No labels',
    why: 'There is nothing to learn.',
    advice: 'Give the role label to the column that is to be predicted, and fill it.',
  },
  single_class: {
    title: 'One class only',
    why: 'A task needs two classes to tell apart.',
    advice: 'Add rows of another class, or choose another label.',
  },
  unseen_class: {
    title: 'Classes that training never shows',
    why: 'Nobody can learn to predict them.',
    advice: 'Move rows of these classes to training, or remove them, unless this is meant.',
  },
  class_imbalance: {
    title: 'One class holds nearly all rows',
    why: 'Always answering it looks good by accuracy.',
    advice: 'Choose macro F1 or average precision as the primary metric.',
  },
  rare_class: {
    title: 'Classes with few rows',
    why: 'Fewer than five rows say little about a class.',
    advice: 'Add rows, or merge classes.',
  },
  class_balance: {
    title: 'Class balance',
    why: 'How rows are spread over the classes.',
    advice: 'Nothing to do.',
  },
  empty_table: {
    title: 'A table without rows',
    why: 'There is nothing in it.',
    advice: 'Give its rows.',
  },
  empty_split: {
    title: 'Nothing to learn or nothing to score',
    why: 'A task needs rows in train and in test.',
    advice: 'Give more rows or another split.',
  },
  no_public_rows: {
    title: 'No public rows',
    why: 'Boards stay empty until the private reveal.',
    advice: 'Make some test rows public.',
  },
  no_private_rows: {
    title: 'No private rows',
    why: 'The final board would equal the one that everybody could try against for months.',
    advice: 'Make most test rows private.',
  },
  empty_column: {
    title: 'Columns without a value',
    why: 'They say nothing.',
    advice: 'Remove them.',
  },
  constant_column: {
    title: 'Columns with one value',
    why: 'They say nothing.',
    advice: 'Remove them.',
  },
  text_damage: {
    title: 'Damaged text',
    why: 'Letters were lost or spelled in codes on the way, which hurts every model that reads text.',
    advice:
      'Read the source with its real encoding (usually UTF-8), decode escapes and entities, and upload again.',
  },
  personal_data: {
    title: 'Likely personal data',
    why: 'E-mail addresses and telephone numbers of people must not be released without a reason and their consent.',
    advice: 'Remove or replace them, or say in the description why they may be there.',
  },
  image_path_invalid: {
    title: 'Cells that are no image path',
    why: 'A path must lead below images/ to a PNG, JPEG or WebP.',
    advice: 'Correct the cells.',
  },
  missing_image: {
    title: 'Images that are missing',
    why: 'A cell names a file that was not uploaded.',
    advice: 'Add the images, or empty the cells.',
  },
  broken_image: {
    title: 'Images that cannot be read',
    why: 'The file is no PNG, JPEG or WebP inside.',
    advice: 'Save them again, or remove them.',
  },
  truncated_image: {
    title: 'Images that end too early',
    why: 'The end of the file is missing, so decoders fail or show half a picture.',
    advice: 'Copy them again from their source.',
  },
  image_format: {
    title: 'Images with a wrong ending',
    why: 'Some readers trust the name and fail.',
    advice: 'Rename the files after what they are.',
  },
  image_sizes: {
    title: 'Image sizes and formats',
    why: 'What a model will have to scale.',
    advice: 'Nothing to do, unless some are far too large or too small.',
  },
  unused_image: {
    title: 'Images that no row names',
    why: 'They are left out of the release.',
    advice: 'Nothing to do, unless a column should name them.',
  },
  too_easy: {
    title: 'The matching is too easy',
    why: 'Comparing one column as text answers it, so learned matchers cannot be told apart.',
    advice: 'Add corner cases: non-matches that look alike and matches that do not.',
  },
  string_baseline: {
    title: 'How far comparing strings gets',
    why: 'The score that a matcher should be compared with.',
    advice: 'Nothing to do.',
  },
  corner_cases: {
    title: 'Corner cases',
    why: 'Alike non-matches and unlike matches are what makes matching hard.',
    advice: 'A matching task with hardly any is too easy; add some.',
  },
  seen_entities: {
    title: 'Seen and unseen records',
    why: 'A matcher does better on records it has met in training; what the test measures depends on the share.',
    advice: 'Say in the description which of the two is meant.',
  },
  withheld_rows_released: {
    title: 'Answers of the release before are now public',
    why: 'Rows whose labels were withheld are training rows now, so tasks on the earlier release can be answered by looking.',
    advice: 'Withdraw the earlier release once its tasks have ended, or keep these rows in the test set.',
  },
  known_rows_withheld: {
    title: 'Answers that were public before',
    why: 'The training table of the earlier release gives the labels of these test rows.',
    advice: 'Keep rows that were released with labels out of the test set.',
  },
} as const satisfies Record<string, CheckKind>

/** A code of {@link CHECK_KINDS}. */
export type CheckCode = keyof typeof CHECK_KINDS
