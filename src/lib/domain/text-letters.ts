/** How long what people write in their own words may be, in letters. */

/** A line: what something is called, a post, a proof. */
export const TITLE_LETTERS = 300

/**
 * What an activity or a meeting of a plan is called; the longest of a shipped roadmap has 432. No server judges a plan's
 * wording: the field it is written in keeps to it (`room-for-text.ts`), and what is longer is read as it is.
 */
export const PLAN_NAME_LETTERS = 500

/** What a municipality is called. */
export const MUNICIPALITY_LETTERS = 200

/** A request, a ground, a conclusion. */
export const TEXT_LETTERS = 4_000
