/** The relay's questions about people, answered from sessions and registry (sync.md R10). */
import { isHeldFrom, permissionFor } from '#domain/access.ts'
import { parseDocumentId } from '#protocol/document-id.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Registry } from './registry/database.ts'
import { findProgram, participantIdsOf } from './registry/programs.ts'
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
			const standing = await standingOf(registry, personId)
			const right = permissionFor(standing, { ...address, ...program })
			if (right === 'none') return { outcome: 'refused', reason: 'no-right' }
			return { outcome: 'admitted', personId, right, mayHold: isHeldFrom(standing, address) }
		},

		async participantsOf(documentId) {
			const address = parseDocumentId(documentId)
			return address === null ? [] : participantIdsOf(registry, address.programId)
		}
	}
}
