/**
 * The JSON API of regulations, and of papers: what they are filled from, and how a municipality words them. Types only. The
 * regulations are for curator and head of the municipality.
 */
import type { IsoDate } from '#domain/calendar.ts'
import type { OwnForms } from '#domain/papers/decline-name.ts'
import type { PaperFacts, Requisites } from '#domain/papers/facts.ts'
import type { TemplateKind } from '#domain/papers/kinds.ts'
import type { Conflict } from '#domain/regulation/conflict.ts'
import type { Problem } from '#domain/regulation/parse-regulation.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Person } from './program.ts'

/** GET /api/regulations: those that ship with the product, then the municipality's copies, newest first. */
export interface RegulationListings {
	/** The regulation of programmes requested from now on. */
	currentId: string
	regulations: RegulationListing[]
}

export interface RegulationListing {
	id: string
	/** The regulation it is a copy of; null: it ships with the product. */
	copyOf: string | null
	title: string
	order: { number: string; date: IsoDate } | null
	/** `until` null: without end. */
	inForce: Regulation['inForce']['value'] | null
	/** Contradictions in it, as of today in the municipality's time zone. */
	conflicts: Conflict[]
	/** Why this version of the software cannot read it; empty: it can. */
	problems: Problem[]
	programs: ProgramCounts
	saved: SavedState | null
}

/** Of a regulation. A copy with a count above 0 cannot be changed. */
export interface ProgramCounts {
	/** Requested under it. */
	all: number
	/** Those of `all` that are not closed. */
	open: number
	/** Requests withdrawn before a programme began; not in `all`. */
	withdrawn: number
	/** Requests fulfilled by joining a group, whose programme is counted once; not in `all`. */
	fulfilled: number
}

/** Of a copy: the version rises with each save. */
export interface SavedState {
	version: number
	/** ISO instant. */
	at: string
	by: Person | null
}

/** GET /api/regulations/:id. 409: this version of the software cannot read it. */
export interface RegulationReading {
	regulation: Regulation
	isCurrent: boolean
	programs: ProgramCounts
	saved: SavedState | null
	/**
	 * How many mentors of the bank would not meet all its conditions, those without an entry included, as in the list of mentors;
	 * null: the regulation is current, and the list shows it.
	 */
	unmetMentors: number | null
	/** The day from which each task of the curator's calendar counts, by id, as for the update of the list (`ListReview`). */
	tasksSince: Record<string, IsoDate>
	tasks: TaskStates
}

/** By id: the tasks of the curator's calendar for which the regulation sets no day. One that nobody has marked is missing. */
export type TaskStates = Record<string, TaskState>

export interface TaskState {
	/** The day that a curator has set; null: there is none, or the task is done. */
	due: MarkedDay | null
	/** When it was last done; null: never. */
	done: MarkedDay | null
}

export interface MarkedDay {
	day: IsoDate
	/** ISO instant. */
	at: string
	by: Person
}

/**
 * PUT /api/regulations/:id/tasks/:taskId → 200 TaskStates. `dueOn`: the day, null to take it back. `isDone`: done today; false
 * takes it back. 404: the regulation has no such task, or sets its day itself.
 */
export type TaskMark = { dueOn: IsoDate | null } | { isDone: boolean }

/**
 * POST /api/regulations/:id: saves a whole copy; at most 256 KiB. `base`: the version that was changed; null: a new copy. A
 * repeated request saves it once. 409: somebody has saved another version since; with the field `programs`: programmes were
 * requested under it, so it cannot change; only a further copy can differ.
 */
export interface SaveRegulation {
	base: number | null
	regulation: Regulation
}

export type SavedRegulation = { outcome: 'saved'; version: number } | { outcome: 'refused'; problems: Problem[] }

/**
 * POST /api/regulations/current. Requested programmes keep their regulation. 409: another one was chosen since `was`; 404: no
 * regulation has this id. DELETE /api/regulations/:id, 204, for a copy; 409, field `current` or `programs`: it is in use.
 */
export interface ChooseRegulation {
	id: string
	/** The one that was current when the person chose. */
	was: string
}

export interface ChosenRegulation {
	/** How many open programmes keep another regulation. */
	keepTheirs: number
}

/**
 * GET /api/programs/:programId/paper-facts: for the people whom the programme's ledger concerns; 404 for everybody else. A
 * participant does not get the consents of others. `origin` is missing: it is the address at which the app was opened.
 */
export type PaperReading = Omit<PaperFacts, 'origin'>

/** GET /api/paper-texts, by curator or head: 403 for everybody else. */
export interface PaperTexts {
	requisites: SavedRequisites
	ownForms: SavedOwnForms
	/** Only those that the municipality has changed. */
	templates: SavedTemplate[]
}

export interface SavedRequisites {
	value: Requisites
	saved: Saving | null
}

export interface SavedOwnForms {
	value: OwnForms[]
	saved: Saving | null
}

export interface SavedTemplate {
	kind: TemplateKind
	text: string
	saved: Saving
}

export interface Saving {
	/** ISO instant. */
	at: string
	by: Person
}

/**
 * PUT /api/paper-texts/requisites, PUT /api/paper-texts/own-forms and PUT /api/paper-texts/:kind, by curator or head. 400, field
 * `text`: the template cannot be read; the app finds the reason by the same rules. 409, field `after`: somebody else has saved meanwhile.
 */
export interface NewRequisites {
	value: Requisites
	/** When the version that the person changed was saved; null: it was the shipped one. */
	after: string | null
}

/** All own forms of the municipality: names without one are declined by the rules. */
export interface NewOwnForms {
	value: OwnForms[]
	after: string | null
}

export interface NewTemplate {
	text: string
	after: string | null
}

/**
 * DELETE /api/paper-texts/:kind?after=<when the deleted text was saved>: the shipped text is used again; 204, also if it already
 * was. 409, field `after`: somebody else has saved meanwhile.
 */

export interface RegulationEndpoints {
	'GET /api/regulations': { answer: RegulationListings }
	'POST /api/regulations/current': { body: ChooseRegulation; answer: ChosenRegulation }
	'GET /api/regulations/:id': { answer: RegulationReading }
	'POST /api/regulations/:id': { body: SaveRegulation; answer: SavedRegulation }
	'PUT /api/regulations/:id/tasks/:taskId': { body: TaskMark; answer: TaskStates }
	'DELETE /api/regulations/:id': object
	'GET /api/programs/:programId/paper-facts': { answer: PaperReading }
	/** An HTML page for whoever has a paper's code, at `/check/…`. 404: there is no such paper, or it is not approved. */
	'GET /api/check/:entryId': { answer: never }
	'GET /api/paper-texts': { answer: PaperTexts }
	'PUT /api/paper-texts/requisites': { body: NewRequisites; answer: PaperTexts }
	'PUT /api/paper-texts/own-forms': { body: NewOwnForms; answer: PaperTexts }
	'PUT /api/paper-texts/:kind': { body: NewTemplate; answer: PaperTexts }
	'DELETE /api/paper-texts/:kind': { query: { after: string } }
}
