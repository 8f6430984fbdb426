/** The relay's questions about people, answered from sessions and registry (sync.md R10). */
import { permissionFor } from '#domain/access.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Registry } from './registry/database.ts'
import { findProgram, parseDocumentId, participantIdsOf } from './registry/programs.ts'
import { standingOf } from './registry/standing.ts'
import type { RelayParts } from './relay/relay.ts'

export function createAdmission(registry: Registry, accounts: Accounts): Pick<RelayParts, 'admit' | 'participantsOf'> {
	return {
		async admit(headers, documentId) {
			const personId = await accounts.findSession(headers)
			if (personId === null) return { outcome: 'refused', reason: 'signed-out' }
			const address = parseDocumentId(documentId)
			const program = address === null ? null : await findProgram(registry, address.programId)
			if (address === null || program === null) return { outcome: 'refused', reason: 'gone' }
			const right = permissionFor(await standingOf(registry, personId), { ...address, ...program })
			return right === 'none' ? { outcome: 'refused', reason: 'no-right' } : { outcome: 'admitted', personId, right }
		},

		async participantsOf(documentId) {
			const address = parseDocumentId(documentId)
			return address === null ? [] : participantIdsOf(registry, address.programId)
		}
	}
}
