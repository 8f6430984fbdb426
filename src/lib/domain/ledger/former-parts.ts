/** Whose part is over, and by which decision. */
import type { Ledger, Member } from './ledger.ts'
import type { Matter } from './statement.ts'

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
