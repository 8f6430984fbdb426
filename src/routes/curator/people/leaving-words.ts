import type { ProgramRole } from '#domain/access.ts'
import type { LeavingReasonId } from '#domain/people/leaving.ts'
import { unbrokenNumber } from '#domain/text.ts'
import type { Leaving } from '#protocol/api/people.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

/** Why somebody is in a bank no more. */
export const leavingReasonWords: Record<LeavingReasonId, () => string> = {
	'list-review': m.people_leaving_list_review,
	'program-done': m.people_leaving_program_done,
	'term-over': m.people_leaving_term_over,
	conditions: m.people_leaving_conditions,
	'own-wish': m.people_leaving_own_wish,
	improper: m.people_leaving_improper,
	moved: m.people_leaving_moved,
	mistake: m.people_leaving_mistake,
	other: m.people_leaving_other
}

/** What is done, as the button and its window say it. */
export function leaveTitle(role: ProgramRole): string {
	return role === 'mentor' ? m.people_leave_mentors() : m.people_leave_mentees()
}

/** «окончание срока наставника (п. 3.4) · приказ № 31, 29 сентября · …» */
export function leavingText({ reasonId, clause, ground, order }: Leaving): string {
	const reason = leavingReasonWords[reasonId]()
	return [
		clause === null ? reason : `${reason} (${clause})`,
		...(order === null
			? []
			: [m.people_order_text({ number: unbrokenNumber(order.number), day: formatDay(order.date) })]),
		...(ground === '' ? [] : [ground])
	].join(' · ')
}
