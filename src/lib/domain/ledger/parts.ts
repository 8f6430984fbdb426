import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { currentMembers, type Ledger, type Member } from './ledger.ts'
import type { Matter } from './statement.ts'

/** The last day of a mentor's own appointment, which is for a term of its own (domain.md T28). */
export interface Appointment {
	personId: string
	until: IsoDate
}

/**
 * Of the mentors an order is to appoint, those whose own appointment lasts on its first day and ends before its last: they keep it
 * (domain.md T28). Whose is over by then is appointed anew by the order.
 */
export function outrunAppointments(
	mentorIds: readonly string[],
	{ startsOn, lastDay }: { startsOn: IsoDate; lastDay: IsoDate },
	appointments: readonly Appointment[]
): readonly Appointment[] {
	return appointments.filter(
		({ personId, until }) => mentorIds.includes(personId) && until >= startsOn && until < lastDay
	)
}

/** Of the mentors at work, those that end before the programme would, were it to last so many months (domain.md T44). */
export function shortAppointments(
	ledger: Ledger,
	termMonths: number,
	appointments: readonly Appointment[]
): readonly Appointment[] {
	const { term } = ledger
	if (term === null) return []
	const lastDay = addDaysTo(addMonthsTo(term.startsOn, termMonths), -1)
	const isAtWork = ({ personId }: Appointment) =>
		currentMembers(ledger, 'mentor').some((one) => one.personId === personId)
	return appointments.filter((one) => one.until < lastDay && isAtWork(one))
}

/** Whose part is over, and by which decision. */

/** By an order; be it over. */
export function hadPart({ members }: Ledger, personId: string, role: Member['role']): boolean {
	return members.some((member) => member.personId === personId && member.role === role)
}

/** What was decided that ended a part of the person's: they read it to the end, and acquaint themselves with it. */
export function endingsOf({ members, matters, closure }: Ledger, personId: string): readonly string[] {
	const isClosed = members.some((member) => member.personId === personId && member.until === closure?.lastDay)
	const released = matters.filter(({ matter, outcome }) => outcome === 'in-force' && leaverOf(matter) === personId)
	return [...released.map(({ id }) => id), ...(isClosed && closure !== null ? [closure.matterId] : [])]
}

/** Whose part the matter ends; null: nobody's, or everybody's. */
function leaverOf(matter: Matter): string | null {
	switch (matter.type) {
		case 'release':
		case 'replace':
			return matter.mentorId
		case 'leave':
			return matter.menteeId
		case 'order':
		case 'extend':
		case 'change':
		case 'join':
		case 'edition':
		case 'closure':
			return null
	}
}
