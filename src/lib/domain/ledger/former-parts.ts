/** Whose part is over, and by which decision. */
import type { Ledger, Member } from './ledger.ts'

/** By an order; be it over. */
export function hadPart({ members }: Ledger, personId: string, role: Member['role']): boolean {
	return members.some((member) => member.personId === personId && member.role === role)
}

/** What was decided that ended a part of the person's: they read it to the end, and acquaint themselves with it. */
export function endingsOf({ members, matters, closure }: Ledger, personId: string): readonly string[] {
	const isClosed = members.some((member) => member.personId === personId && member.until === closure?.lastDay)
	const released = matters.filter(
		({ matter, outcome }) => outcome === 'in-force' && 'mentorId' in matter && matter.mentorId === personId
	)
	return [...released.map(({ id }) => id), ...(isClosed && closure !== null ? [closure.matterId] : [])]
}
