import type { ProgramRole } from '#domain/access.ts'
import type { MentorEntry, MentorTermState } from '#domain/people/bank-entry.ts'
import type { LeavingReasonId } from '#domain/people/leaving.ts'
import { shortTitle } from '#domain/regulation/roles.ts'
import { unbrokenNumber } from '#domain/text.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import type { BankedPerson, BankRegulation, Leaving, PersonProgram } from '#protocol/api/people.ts'

/** Why a person left a bank. */
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

/** The action, for the button and its window. */
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

/** Pending tasks for a person of a bank. */
export function dueWords({ hasEntry, programs }: BankedPerson): string[] {
	const toApprove = programs.filter(({ isToApprove }) => isToApprove).length
	return [
		...(hasEntry ? [] : [m.people_no_entry()]),
		...(toApprove > 0 ? [m.people_to_approve({ count: toApprove })] : [])
	]
}

/**
 * «Динской район»: the regulation that checks a person for new pairs, if their programmes continue under another one,
 * under which they were formed. Null: both are the same.
 */
export function checkedBy(
	{ title }: Pick<BankRegulation, 'title'>,
	programs: readonly Pick<PersonProgram, 'otherRegulation'>[]
): string | null {
	const others = otherRegulations(programs)
	return others.length === 0 ? null : shortTitle(title, others)
}

/** The titles, each once. */
export function otherRegulations(programs: readonly Pick<PersonProgram, 'otherRegulation'>[]): string[] {
	return [...new Set(programs.flatMap(({ otherRegulation }) => otherRegulation ?? []))]
}

/** A mentor's term of appointment in words (domain.md T28). */
export function termText(term: MentorEntry['term'], state: MentorTermState): string {
	if (term === null) return m.people_term_unappointed()
	const [from, until] = [formatDay(term.from), formatDay(term.until)]
	switch (state) {
		case 'unappointed':
			return m.people_term_unappointed()
		case 'ahead':
			return m.people_term_ahead({ from, until })
		case 'lasting':
			return m.people_term_lasting({ until })
		case 'ending':
			return m.people_term_ending({ until })
		case 'over':
			return m.people_term_over({ until })
	}
}

/** The classes of a fact, by how much attention it needs. */
export const factClasses = { green: 'accent', amber: 'caution semibold', red: 'urgent semibold' }

export function termClass(state: MentorTermState): string | null {
	return state === 'ending' ? factClasses.amber : state === 'over' ? factClasses.red : null
}
