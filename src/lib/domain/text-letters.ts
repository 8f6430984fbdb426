/** How long what people write in their own words may be, in letters. */

/** A line: what something is called, a post, a proof. */
export const TITLE_LETTERS = 300

/**
 * What an activity or a meeting of a plan is called; the longest of a shipped roadmap has 432. No server judges a plan's
 * wording: the field it is written in keeps to it (`room-for-text.ts`), and what is longer is read as it is.
 */
export const PLAN_NAME_LETTERS = 500

/**
 * What was agreed at a meeting, or an entry of the profile: some sentences. Kept to as a name is; each key writes all of it
 * twice (docs/sync.md, «Two values for one field»), so the cost grows with the square.
 */
export const PLAN_WORDS_LETTERS = 1_000

/** What a municipality is called. */
export const MUNICIPALITY_LETTERS = 200

/** A request, a ground, a conclusion. */
export const TEXT_LETTERS = 4_000
