/**
 * The JSON API of imports into the banks, and of the assessments that the bank of mentees shows in a programme. Types only. The
 * imports are for curator and head, of their own municipality; an import of another municipality is answered 404.
 */
import type { IsoDate } from '#domain/calendar.ts'
import type { Assessment, MenteeEntry, MentorEntry } from '#domain/people/bank-entry.ts'
import type { ImportContext, ImportedRow, ImportKind, KnownPerson, RowTarget } from '#domain/people/import/table.ts'
import type { Organisation } from '#domain/people/organisation.ts'

/** GET /api/imports/known?kind=: everybody of the municipality, by name, with their entry in that bank; or its organisations. */
export type KnownBank = KnownPeople<'mentors', MentorEntry> | KnownPeople<'mentees', MenteeEntry> | KnownOrganisations

interface KnownPeople<Kind extends ImportKind, Entry> extends ImportContext {
	kind: Kind
	people: KnownPerson<Entry>[]
	/** Those of them who left the bank and are not in it, and their last day. */
	left: { id: string; on: IsoDate }[]
}

interface KnownOrganisations extends ImportContext {
	kind: 'organisations'
	organisations: Organisation[]
}

/**
 * POST /api/imports: at most 5,000 rows and 4 MiB. The server checks every row again, and stores all accepted rows in one
 * transaction. A repeated request with the same id changes nothing and gets the same answer. 429, code `conflict`: too many
 * requests; see Retry-After.
 */
export interface NewImport {
	/** Chosen by the sender. */
	id: string
	kind: ImportKind
	/** The file's name, or empty. */
	source: string
	rows: { line: number; target: RowTarget; row: ImportedRow }[]
}

/** `malformed`: this version of the server does not understand the row. `gone`: the person or organisation to update is missing. */
export type RowRefusal =
	| 'malformed'
	| 'duplicate'
	| 'gone'
	| 'twice'
	| 'organisation'
	| 'category'
	| 'incomplete'
	/** The person ranks above whoever imports. */
	| 'above'

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
	/** Rows that contain nothing new. */
	unchanged: number
	refused: number
	/** ISO instant until which the import can be undone; null: it has been undone, or there was nothing to undo. */
	undoableUntil: string | null
	/** Null: the import is not undone. */
	undone: { at: string; byName: string } | null
}

/**
 * POST /api/imports/:id/undo: removes what the import created, and restores what it replaced. It leaves alone what somebody has
 * changed since, and what decisions, programmes, roles or people depend on by now. A repeated request gets the same answer. 409,
 * field `at`: the import is too old; without a field: somebody has just changed the bank, and the request may be repeated.
 */
export interface UndoResult {
	import: ImportListing
	leftAlone: { line: number; label: string; reason: 'changed' | 'used' }[]
}

/**
 * GET /api/programs/:id/assessments. Current mentors and the municipality's curator and head get those of every current mentee, a
 * mentee only their own; 404 for everybody else (`assessmentsSeenBy` of #domain/access.ts). Devices keep no copy.
 */
export interface MenteeAssessments {
	/** By name; empty if the regulation uses no assessment (`goesByAssessment` of #domain/people/eligibility.ts). */
	mentees: {
		personId: string
		/** «Лаптева Ирина Сергеевна» */
		name: string
		/** The newest first; may be empty. */
		assessments: Assessment[]
	}[]
}

export interface BankEndpoints {
	'GET /api/imports/known': { query: { kind: ImportKind }; answer: KnownBank }
	'GET /api/imports': { answer: { imports: ImportListing[] } }
	/** Safe to send again: the server applies an import id once. */
	'POST /api/imports': { body: NewImport; answer: ImportResult }
	'POST /api/imports/:id/undo': { answer: UndoResult }
	'GET /api/programs/:programId/assessments': { answer: MenteeAssessments }
}
