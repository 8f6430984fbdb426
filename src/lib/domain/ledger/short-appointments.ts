import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { currentMembers, type Ledger } from './ledger.ts'

/** The last day of a mentor's own appointment, which is for a term of its own (domain.md T28). */
export interface Appointment {
	personId: string
	until: IsoDate
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
