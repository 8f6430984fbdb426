/**
 * The kinds of owners of plans, and the names of their documents. A kind is a row of `ownerKinds`: which documents such an owner has,
 * and who reads and edits them. Nothing else compares kinds; `permissionFor` (access.ts) asks the row.
 */
import type { DocumentKind, OwnerKind } from './access.ts'

/**
 * A pair or a team. Mentor and mentee edit alike (domain.md T11, S12). The curator and the head, of the municipality or of the mentees'
 * own organisation, read the plan (T25), but not the pair's private notes. An administrator of the server and the person of the region
 * read neither.
 */
export const programKind: OwnerKind = {
	isOfPeople: true,
	documents: {
		plan: { edit: ['take-part'], read: ['oversee', 'answer'] },
		notes: { edit: ['take-part'], read: [] }
	}
}

/**
 * A mentee's individual educational route (domain.md T10, S11), which is also the reservist's plan of preparation (T59). It outlives
 * programmes: the mentee edits it, the mentors of present programmes read it, and the mentee chooses who else does (`Owner.shownTo`).
 */
export const ROUTE = 'route'
const routeKind: OwnerKind = { isOfPeople: false, documents: { plan: { edit: ['learn'], read: ['guide'] } } }

/** By the name under which the registry keeps them. */
export const ownerKinds = new Map<string, OwnerKind>([
	['program', programKind],
	[ROUTE, routeKind]
])

/** Of a newer server. Nobody may do anything with its documents. */
const unknownKind: OwnerKind = { isOfPeople: false, documents: { plan: { edit: [], read: [] } } }

export function ownerKindOf(name: string): OwnerKind {
	return ownerKinds.get(name) ?? unknownKind
}

/** The kinds that are programmes of people. */
export function kindsOfPeople(): string[] {
	return [...ownerKinds].flatMap(([name, { isOfPeople }]) => (isOfPeople ? [name] : []))
}

/** The kinds whose plans the staff of a municipality may read: on the board, and late edits under review. */
export function kindsOverseen(): string[] {
	return [...ownerKinds].flatMap(([name, kind]) => (isOverseen(kind) ? [name] : []))
}

export function isOverseen({ documents: { plan } }: OwnerKind): boolean {
	return [...plan.edit, ...plan.read].some((capability) => capability === 'oversee' || capability === 'answer')
}

export function documentKindsOf({ documents }: OwnerKind): DocumentKind[] {
	return documentKinds.filter((kind) => documents[kind] !== undefined)
}

/** A name stays for ever: devices and databases store it. Owners of all kinds have different ids, so it does not tell the kind. */
export function documentIdOf(kind: DocumentKind, ownerId: string): string {
	return `${kind}:${ownerId}`
}

export function planOf(ownerId: string): string {
	return documentIdOf('plan', ownerId)
}

/** Names of all documents that an owner of any kind may have. */
export function documentIdsOf(ownerId: string): string[] {
	return documentKinds.map((kind) => documentIdOf(kind, ownerId))
}

/** Null if the text is not the id of a document (SPEC.md P1). */
export function parseDocumentId(documentId: string): { kind: DocumentKind; ownerId: string } | null {
	const [, name, ownerId] = /^(\w+):([\w-]{1,64})$/.exec(documentId) ?? []
	const kind = documentKinds.find((one) => one === name)
	return kind === undefined || ownerId === undefined ? null : { kind, ownerId }
}

const documentKinds: readonly DocumentKind[] = ['plan', 'notes']
