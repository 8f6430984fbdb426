import { nanoid } from 'nanoid'
import { markAgreement } from '#domain/plan/edit.ts'
import { now } from '#lib/sync/clock.ts'
import { databaseName } from '#lib/sync/document/store-database.ts'
import { editStoredDocument } from '#lib/sync/stored/stored-document.ts'

/**
 * Marks an agreement of a plan that this page has not opened as kept, or as open again. False: this device does not have it.
 * Rejects when the local store cannot be written.
 */
export function markStoredAgreement(
	personId: string,
	planId: string,
	{ meetingId, agreementId, isKept }: { meetingId: string; agreementId: string; isKept: boolean }
): Promise<boolean> {
	return editStoredDocument(databaseName(personId, planId), planId, (plan) => {
		const author = { personId, at: now().toISOString() }
		markAgreement(plan, meetingId, agreementId, { markId: nanoid(), isKept }, author)
	})
}
