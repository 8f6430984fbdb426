import { PLAN_WORDS_LETTERS } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'

/** What an agreement or an entry of the profile takes, with what is said at its end: for the field it is written in. */
export function wordsLimit(): { most: number; full: string; tooLong: string } {
	const most = PLAN_WORDS_LETTERS
	return { most, full: m.program_words_full({ most }), tooLong: m.program_words_too_long({ most }) }
}
