/** The person's own edits of documents that no screen of this page has open. */
import { nanoid } from 'nanoid'
import type * as Y from 'yjs'
import { markAgreement } from '#domain/plan/edit.ts'
import { now } from '../clock.ts'
import { writeWitness } from '../document/store-witness.ts'
import { databaseName } from '../document/store-database.ts'
import { appendStored, readStoredDocument, summaryOf, updatesDuring } from './stored-document.ts'

export interface AgreementMark {
	meetingId: string
	agreementId: string
	isKept: boolean
}

/**
 * Marks an agreement as kept, or as open again. False: this device does not have it. Rejects when the local store cannot be
 * read or written.
 */
export function markStoredAgreement(
	personId: string,
	planId: string,
	{ meetingId, agreementId, isKept }: AgreementMark
): Promise<boolean> {
	return editStoredDocument(personId, planId, (plan) => {
		const author = { personId, at: now().toISOString() }
		markAgreement(plan, meetingId, agreementId, { markId: nanoid(), isKept }, author)
	})
}

/**
 * Edits a document that no screen of this page has open, and leaves the edit unsent for the next exchange. False: `edit` changed
 * nothing. Rejects when the local store cannot be read or written.
 */
export async function editStoredDocument(
	personId: string,
	documentId: string,
	edit: (doc: Y.Doc) => void
): Promise<boolean> {
	const name = databaseName(personId, documentId)
	const { doc } = await readStoredDocument(name)
	try {
		const rows = updatesDuring(doc, () => edit(doc))
		if (rows.length === 0) return false
		await appendStored(name, { edited: rows, count: { own: 1, others: 0 }, summary: summaryOf(documentId, doc) })
		writeWitness(name, 'unsent')
		return true
	} finally {
		doc.destroy()
	}
}
