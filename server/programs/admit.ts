/**
 * Who may do what with a document now, read from the registry, for the relay's connect requests and for the exchange (sync.md R10,
 * R14).
 */
import { isFormerEditor, pastReadableUntil, permissionFor } from '#domain/access.ts'
import { parseDocumentId, planOf } from '#domain/owner.ts'
import type { Right } from '#protocol/frames.ts'
import type { Accounts } from '../people/accounts/accounts.ts'
import type { Registry } from '../database/database.ts'
import { findOwner } from '../people/programs.ts'
import { editorIdsOf, readGrants } from '../people/grants.ts'
import type { RelayOptions } from '../documents/relay/options.ts'

/**
 * `gone`: there is no such owner. `canSubmitForReview`: the person once had the right to edit; what they still send goes under
 * review (P15).
 */
export type DocumentAdmission =
	| { outcome: 'admitted'; right: Right; canSubmitForReview: boolean }
	| { outcome: 'refused'; reason: 'gone' | 'no-right'; canSubmitForReview: boolean }

export async function admitTo(registry: Registry, personId: string, documentId: string): Promise<DocumentAdmission> {
	const name = parseDocumentId(documentId)
	const owner = name === null ? null : await findOwner(registry, name.ownerId)
	if (name === null || owner === null) return { outcome: 'refused', reason: 'gone', canSubmitForReview: false }
	const grants = await readGrants(registry, personId)
	const address = { kind: name.kind, owner }
	const permission = permissionFor(grants, address)
	const canSubmitForReview = isFormerEditor(grants, address)
	if (permission === 'none') return { outcome: 'refused', reason: 'no-right', canSubmitForReview }
	return { outcome: 'admitted', right: permission, canSubmitForReview }
}

/** How far a person reads the plan of an owner and what was made of it. `until` null: everything. Null: nothing. */
export async function findPlanReach(
	registry: Registry,
	personId: string,
	ownerId: string
): Promise<{ until: string | null } | null> {
	const admission = await admitTo(registry, personId, planOf(ownerId))
	if (admission.outcome === 'admitted') return { until: null }
	if (admission.reason === 'gone') return null
	const until = pastReadableUntil(await readGrants(registry, personId), ownerId)
	return until === null ? null : { until }
}

export function createAdmission(
	registry: Registry,
	accounts: Accounts
): Pick<RelayOptions, 'admit' | 'participantsOf'> {
	return {
		async admit(headers, documentId) {
			const personId = await accounts.findSession(headers)
			if (personId === null) return { outcome: 'refused', reason: 'signed-out' }
			const admission = await admitTo(registry, personId, documentId)
			if (admission.outcome === 'admitted') return { ...admission, personId }
			return admission.canSubmitForReview ? { ...admission, submitterId: personId } : admission
		},

		async participantsOf(documentId) {
			const name = parseDocumentId(documentId)
			const owner = name === null ? null : await findOwner(registry, name.ownerId)
			return owner === null ? [] : editorIdsOf(registry, owner)
		}
	}
}
