/**
 * Memberships over time: mentors whose appointment ends within the term of a programme, former memberships, and the decisions that
 * ended one.
 */
import { type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { currentMentorIds, involvedPeople, lastMentoring, type Ledger } from './ledger.ts'
import type { Signatory } from '../regulation/schema.ts'
import type { Decision } from './statement.ts'

/** A mentor's own appointment, which has its own term (domain.md T28). `until`: its last day. */
export interface Appointment {
	personId: string
	until: IsoDate
}

/**
 * The appointments that are current on the first day of an order and end before its last day. These mentors keep their appointment
 * (domain.md T28). The order makes a new one for a mentor whose appointment is over on its first day.
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

/** The appointments of current mentors that would end before the programme, if its term were `termMonths` (domain.md T44). */
export function shortAppointments(
	ledger: Ledger,
	termMonths: number,
	appointments: readonly Appointment[]
): readonly Appointment[] {
	const { term } = ledger
	if (term === null) return []
	const lastDay = lastDayOfTerm(term.startsOn, termMonths)
	const atWork = currentMentorIds(ledger)
	return appointments.filter(({ personId, until }) => until < lastDay && atWork.includes(personId))
}

/** Whether the person takes part or is awaited. A suspended person counts too. */
export function isCurrentMember(ledger: Ledger, personId: string): boolean {
	if (ledger.phase === 'closed') return false
	const isMember = ledger.members.some((member) => member.personId === personId && member.until === null)
	return isMember || involvedPeople(ledger).includes(personId)
}

/** Whether an order ever made the person a member in this role, even if the membership is over. */
export function wasMember({ members }: Ledger, personId: string, role: Signatory): boolean {
	return members.some((member) => member.personId === personId && member.role === role)
}

/** Whether a decision of its own ended the mentor's last membership, before the programme ended. */
export function wasReleased(ledger: Ledger, mentorId: string): boolean {
	const last = lastMentoring(ledger, mentorId)
	return ledger.matters.some(
		({ matter: decision, outcome, settledOn }) =>
			(decision.type === 'release' || decision.type === 'replace') &&
			decision.mentorId === mentorId &&
			outcome === 'in-force' &&
			settledOn === last?.until
	)
}

/**
 * Ids of the decisions that ended a membership of the person. The person may read them and is asked to state that they have read
 * them.
 */
export function endingsOf({ members, matters: decisions, closure }: Ledger, personId: string): readonly string[] {
	const isClosed = members.some((member) => member.personId === personId && member.until === closure?.lastDay)
	const released = decisions.filter(
		({ matter: decision, outcome }) => outcome === 'in-force' && leaverOf(decision) === personId
	)
	return [...released.map(({ id }) => id), ...(isClosed && closure !== null ? [closure.matterId] : [])]
}

/** The person whose membership the decision ends; null: nobody's, or everybody's. */
function leaverOf(decision: Decision): string | null {
	switch (decision.type) {
		case 'release':
		case 'replace':
			return decision.mentorId
		case 'leave':
			return decision.menteeId
		case 'order':
		case 'extend':
		case 'change':
		case 'join':
		case 'edition':
		case 'closure':
			return null
	}
}
