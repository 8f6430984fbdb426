import { m } from '#lib/paraglide/messages.js'

/**
 * The hint of a field for what somebody asks of a mentor. Of a pupil it asks for no circumstances of health, income or family, which
 * the law guards, and says who will read it (domain.md R5).
 */
export function requestHint(hint: string, readers: string, hasMinors: boolean): string {
	return hasMinors ? [hint, m.forming_request_of_minor(), readers].join(' ') : hint
}
