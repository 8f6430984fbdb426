import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { currentMembers, type Ledger } from './ledger.ts'

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
