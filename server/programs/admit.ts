/** Who may do what with a document now, answered from the registry, for the relay's door and for the exchange (sync.md R10, R14). */
import { isHeldFrom, pastReadableUntil, permissionFor } from '#domain/access.ts'
import { parseDocumentId } from '#protocol/close-codes.ts'
import type { Right } from '#protocol/frames.ts'
import type { Accounts } from '../people/accounts/accounts.ts'
import type { Registry } from '../database/database.ts'
import { findProgram, participantIdsOf, planOf } from '../people/programs.ts'
import { standingOf } from '../people/standing.ts'
import type { RelayParts } from '../documents/relay/parts.ts'

/** `gone`: there is no such programme. `mayHold`: had the right to edit once; what they still bring is held (P15). */
export type DocumentAdmission =
	| { outcome: 'admitted'; right: Right; mayHold: boolean }
	| { outcome: 'refused'; reason: 'gone' | 'no-right'; mayHold: boolean }

export async function admitTo(registry: Registry, personId: string, documentId: string): Promise<DocumentAdmission> {
	const address = parseDocumentId(documentId)
	const program = address === null ? null : await findProgram(registry, address.programId)
	if (address === null || program === null) return { outcome: 'refused', reason: 'gone', mayHold: false }
	const standing = await standingOf(registry, personId)
	const permission = permissionFor(standing, { ...address, ...program })
	const mayHold = isHeldFrom(standing, address)
	if (permission === 'none') return { outcome: 'refused', reason: 'no-right', mayHold }
	return { outcome: 'admitted', right: permission, mayHold }
}

/** How far somebody reads a programme's plan and what was made of it; `until` null: all there is. Null: not at all. */
export async function findPlanReach(
	registry: Registry,
	personId: string,
	programId: string
): Promise<{ until: string | null } | null> {
	const admission = await admitTo(registry, personId, planOf(programId))
	if (admission.outcome === 'admitted') return { until: null }
	if (admission.reason === 'gone') return null
	const until = pastReadableUntil(await standingOf(registry, personId), { programId })
	return until === null ? null : { until }
}

export function createAdmission(registry: Registry, accounts: Accounts): Pick<RelayParts, 'admit' | 'participantsOf'> {
	return {
		async admit(headers, documentId) {
			const personId = await accounts.findSession(headers)
			if (personId === null) return { outcome: 'refused', reason: 'signed-out' }
			const admission = await admitTo(registry, personId, documentId)
			return admission.outcome === 'admitted' ? { ...admission, personId } : admission
		},

		async participantsOf(documentId) {
			const address = parseDocumentId(documentId)
			return address === null ? [] : participantIdsOf(registry, address.programId)
		}
	}
}
