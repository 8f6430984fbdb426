import { currentMembers, type Ledger, type Member } from './ledger.ts'

export interface MissingAcquaintance {
	personId: string
	role: Member['role']
	matterId: string
}

/** Participants who have not signed it: of the newest order, and of what has come into force since they joined. */
export function missingAcquaintances(ledger: Ledger): MissingAcquaintance[] {
	if (ledger.phase !== 'active') return []
	const inForce = ledger.matters.filter(({ outcome }) => outcome === 'in-force')
	const newestOrder = inForce.findLast(({ matter }) => matter.type === 'order')
	return currentMembers(ledger).flatMap(({ personId, role, from }) =>
		inForce
			.filter((raised) => (raised.matter.type === 'order' ? raised === newestOrder : (raised.settledOn ?? '') >= from))
			.filter(({ signatures }) => !signatures.some(({ by }) => by.personId === personId))
			.map(({ id }) => ({ personId, role, matterId: id }))
			.filter(({ matterId }) => !isAcquainted(ledger, matterId, personId))
	)
}

function isAcquainted({ acquaintances }: Ledger, matterId: string, personId: string): boolean {
	return acquaintances.some((one) => one.matterId === matterId && one.personId === personId)
}
