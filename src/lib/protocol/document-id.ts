import type { DocumentKind } from '#domain/access.ts'

/** Null for a text that is not the id of a plan or of notes (SPEC.md P1). */
export function parseDocumentId(documentId: string): { kind: DocumentKind; programId: string } | null {
	const match = /^(plan|notes):([\w-]{1,64})$/.exec(documentId)
	return match === null ? null : { kind: match[1] as DocumentKind, programId: match[2]! }
}
