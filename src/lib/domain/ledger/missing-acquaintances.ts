import { endingsOf } from './former-parts.ts'
import type { Ledger, Member, RaisedMatter } from './ledger.ts'

export interface MissingAcquaintance {
	personId: string
	role: Member['role']
	matterId: string
}

/**
 * Participants who have not signed it: of the newest order that is of them, too, and of what has come into force since they joined, the order on that included. Whose part has ended,
 * of what ended it, though they may have asked for it themselves: the order is another's word.
 */
export function missingAcquaintances(ledger: Ledger): MissingAcquaintance[] {
	const inForce = ledger.matters.filter(({ outcome }) => outcome === 'in-force')
	const newestOrder = inForce.findLast(({ matter }) => matter.type === 'order')
	return ledger.members.flatMap((member) => {
		const { personId, role } = member
		return inForce
			.filter((raised) =>
				member.until === null ? isOf(member, raised) : endingsOf(ledger, personId).includes(raised.id)
			)
			.map(({ id }) => ({ personId, role, matterId: id }))
			.filter(({ matterId }) => !isAcquainted(ledger, matterId, personId))
	})

	function isOf({ personId, from, isSuspended }: Member, raised: RaisedMatter): boolean {
		if (isSuspended) return false
		const joined = inForce.findLast(({ matter }) => matter.type === 'join' && matter.menteeId === personId)
		// They agreed before it was ordered.
		if (raised === joined) return true
		const isSince = raised.matter.type === 'order' ? raised === newestOrder : (raised.settledOn ?? '') >= from
		const isBefore = joined !== undefined && inForce.indexOf(raised) < inForce.indexOf(joined)
		return isSince && !isBefore && !raised.signatures.some(({ by }) => by.personId === personId)
	}
}

function isAcquainted({ acquaintances }: Ledger, matterId: string, personId: string): boolean {
	return acquaintances.some((one) => one.matterId === matterId && one.personId === personId)
}
