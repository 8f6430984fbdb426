/** How long what people write in their own words may be, in letters. */

/** A line: what something is called, a post, a proof. */
export const TITLE_LETTERS = 300

/** What a municipality is called. */
export const MUNICIPALITY_LETTERS = 200

/** A request, a ground, a conclusion. */
export const TEXT_LETTERS = 4_000
