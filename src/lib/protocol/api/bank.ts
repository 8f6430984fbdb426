/**
 * The JSON API of imports into the banks, beside `people.ts`. Types only. All of it is for curator and head, of their own
 * municipality; an import of another is answered 404.
 */
import type { IsoDate } from '#domain/calendar.ts'
import type { Assessment, MenteeEntry, MentorEntry } from '#domain/people/bank-entry.ts'
import type { ImportContext, ImportedRow, ImportKind, KnownPerson, RowTarget } from '#domain/people/import/table.ts'
import type { Organisation } from '#domain/people/organisation.ts'

/** GET /api/imports/known?kind=: everybody of the municipality, by name, with what that bank knows of them; or its organisations. */
export type KnownBank = KnownPeople<'mentors', MentorEntry> | KnownPeople<'mentees', MenteeEntry> | KnownOrganisations

interface KnownPeople<Kind extends ImportKind, Entry> extends ImportContext {
	kind: Kind
	people: KnownPerson<Entry>[]
	/** Those of them who were taken out of the bank and are not in it, and since when. */
	left: { id: string; on: IsoDate }[]
}

interface KnownOrganisations extends ImportContext {
	kind: 'organisations'
	organisations: Organisation[]
}

/**
 * POST /api/imports: at most 5,000 rows and 4 MiB. Every row is checked again; those that are taken are stored together, or none
 * is. Sent again under the same id it changes nothing, and is answered as it was. 429, code `conflict`: too many; Retry-After.
 */
export interface NewImport {
	/** Of the sender's making. */
	id: string
	kind: ImportKind
	/** The file's name, or nothing. */
	source: string
	rows: { line: number; target: RowTarget; row: ImportedRow }[]
}

/** `malformed`: no row this version of the server understands. `gone`: whom it would update is not there. */
export type RowRefusal = 'malformed' | 'duplicate' | 'gone' | 'twice' | 'organisation' | 'category' | 'incomplete'

export interface ImportResult {
	import: ImportListing
	refused: { line: number; reason: RowRefusal }[]
}

/** GET /api/imports → { imports }, newest first; at most 100. */
export interface ImportListing {
	id: string
	kind: ImportKind
	source: string
	/** ISO instant. */
	at: string
	byName: string
	created: number
	updated: number
	/** Said what was known already. */
	unchanged: number
	refused: number
	/** Until when it can be taken back, an ISO instant; null: it has been, or there was nothing to take back. */
	undoableUntil: string | null
	/** Null: it stands. */
	undone: { at: string; byName: string } | null
}

/**
 * POST /api/imports/:id/undo: what it made is removed, and what it replaced is as it was before. Left alone is what somebody
 * changed since, and whatever decisions, programmes, roles or people rest on by now. Asked again, it answers the same. 409, field
 * `at`: it is too long ago; without a field: somebody has changed the bank just now, and it may be asked again.
 */
export interface UndoResult {
	import: ImportListing
	leftAlone: { line: number; label: string; reason: 'changed' | 'used' }[]
}

/** The JSON API of what the bank of mentees has of a programme's own, beside `api.ts`. Types only. */

/**
 * GET /api/programs/:id/assessments: of every mentee who takes part now for the mentors who do and for the municipality's curator and
 * head, of themselves alone for a mentee; 404 for everybody else (`assessmentsSeenBy` of #domain/access.ts). Devices keep no copy of it.
 */
export interface MenteeAssessments {
	/** By name; nobody where the regulation goes by no assessment (`goesByAssessment` of #domain/eligibility.ts). */
	mentees: {
		personId: string
		/** «Лаптева Ирина Сергеевна» */
		name: string
		/** The newest first; empty: the bank has none. */
		assessments: Assessment[]
	}[]
}
