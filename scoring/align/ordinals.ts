/** The ordinal of a key that is not in a table. */
export const ABSENT = 0xffff_ffff

/** What machine code writes for a key whose slot holds another key with the same tag: it needs a closer look. */
export const UNSURE = 0xffff_fffe
