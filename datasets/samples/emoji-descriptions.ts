/** The texts of the dataset pages: what is inside, how it was split, and what is known to be wrong with it. */

const SPLIT_TEXT = `**Splits.** Emoji that differ only in skin tone or gender form a family, and a family is never divided. 40 % of the
families of each subgroup are tested; 30 % of those count for the public board, the rest for the private one. The same
family gets the same split in every emoji dataset here, so none of them gives away another's test labels.`

const HONOUR_TEXT = `**A warning.** Everything here is public knowledge: whoever looks an emoji up in Unicode's tables has the answer. It is
a sample to try the system with; a serious challenge needs labels that nobody can look up.`

export const CLASSIFICATION_TEXT = `Every emoji of Unicode 17 without skin tone, as drawn by OpenMoji: a picture, its English name and keywords, numbers
(version, code point) and categories (presentation, gender, artist).

**Two questions.** *Group* has 9 classes (the tenth of Unicode, \`component\`, is no picture); *subgroup* has about 100, some with only
two families. A subgroup decides its group, so both labels are withheld from the test table; the training table has both,
but neither is a feature. The subgroup \`animal-amphibian\` has a single member, the frog, and is left out.

${SPLIT_TEXT}

**Known leaks.** \`code_point\` is an honest number and a strong hint, because Unicode hands out code points in blocks: the nearest training
code point alone gets most groups right. Names do the same for flags (\`flag: …\`). Unicode's order and the existence of skin
tones were left out because they give the answer outright.

${HONOUR_TEXT}`

export const MATCHING_TEXT = `OpenMoji and Twemoji drew the same emoji independently. Table \`left\` has OpenMoji's records (picture, CLDR name, OpenMoji's own tags, artist,
date), table \`right\` Twemoji's (picture, emojibase's short code, CLDR keywords); both with skin tones and genders. Which record on the
right is the one on the left? Skin-tone variants have no keywords, most records have no tags, and the emoji younger than Twemoji 15.0 have
no counterpart.

**Two definitions of a match** over the same pairs. *Exact*: the same emoji. *Variant*: the same if skin tone and gender are ignored, so that
a woman astronaut with dark skin matches an astronaut.

**Pairs.** For each left record: its counterpart if there is one, up to two other members of its family (no exact match, but a variant), and three
records of look-alike families (near in wording or of the same subgroup), with the same tone and gender where possible.

${SPLIT_TEXT} Pairs join records of one split only, so no record straddles.

**Known leaks.** \`emoji_version\` stands on both sides and rules out many pairs. Groups and code points are left out: they
would answer the classification track.

${HONOUR_TEXT}`

export const SPRINT_CLASSIFICATION_TEXT = `Faces, animals, food, places, activities, objects and symbols up to Emoji 13, as drawn by Twemoji: seven of Unicode's groups, without people
and flags. A small first challenge with a picture, a name, keywords and two numbers per emoji.

${SPLIT_TEXT}

**Known leaks.** \`code_point\` hints at the group, as Unicode hands out code points in blocks.

${HONOUR_TEXT}`

export const SPRINT_MATCHING_TEXT = `Two catalogues that share neither colours nor language: table \`left\` has OpenMoji's black-and-white drawings with German names and keywords, table
\`right\` Twemoji's coloured ones with English short codes and keywords. What is left to go by: shapes, words that both languages share, versions.

**Pairs.** For each left record its counterpart and four records of look-alike emoji.

**Known weakness.** One left picture is blank: OpenMoji 17's line art of the NEW button is an empty drawing. It was left as it is.

${SPLIT_TEXT}

${HONOUR_TEXT}`
