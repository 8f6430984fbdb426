/** The JSON API of regulation packs, beside `api.ts`: for curator and head of the municipality. Types only. */
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
	/** By which programmes requested from now on begin. */
	currentId: string
	regulations: RegulationListing[]
}

export interface RegulationListing {
	id: string
	/** Null: it ships with the product. */
	copyOf: string | null
	title: string
	order: { number: string; date: IsoDate } | null
	/** `until` null: without an end. */
	inForce: Regulation['inForce']['value'] | null
	/** What does not fit together in it, as of today where the municipality is. */
	conflicts: Conflict[]
	/** Why this version of the program cannot read it; empty: it can. */
	problems: Problem[]
	programs: ProgramCounts
	saved: SavedState | null
}

/** Of a regulation. A copy of which one is not 0 keeps what it says. */
export interface ProgramCounts {
	/** Requested under it. */
	all: number
	/** Those of them that are not closed. */
	open: number
	/** Requests taken back before a programme began: none of `all`. */
	withdrawn: number
	/** Requests fulfilled by joining a group, whose programme is counted once: none of `all` either. */
	fulfilled: number
}

/** Of a copy: the version rises with each saving. */
export interface SavedState {
	version: number
	/** ISO instant. */
	at: string
	by: Person | null
}

/** GET /api/regulations/:id. 409: this version of the program cannot read it. */
export interface RegulationReading {
	regulation: Regulation
	isCurrent: boolean
	programs: ProgramCounts
	saved: SavedState | null
	/**
	 * Mentors of the bank who would not meet all its conditions, those of whom nothing is written among them, as the list of mentors finds
	 * them; null: it is current, and the list tells.
	 */
	unmetMentors: number | null
	/** From which day each task of the curator's calendar is counted, by id: as the update of the list is (`ListReview`). */
	tasksSince: Record<string, IsoDate>
}

/**
 * POST /api/regulations/:id: saves a copy, the whole of it; at most 256 KiB. `base`: the version it was made from; null: a new
 * one. Sent again it is saved once. 409: somebody has saved another version since; with the field `programs`: programmes were
 * requested under it, and keep what it says; only a further copy may say otherwise.
 */
export interface SaveRegulation {
	base: number | null
	regulation: Regulation
}

export type SavedRegulation = { outcome: 'saved'; version: number } | { outcome: 'refused'; problems: Problem[] }

/**
 * POST /api/regulations/current. Programmes that were requested keep theirs. 409: another was chosen since `was`; 404: there is
 * none of this id. DELETE /api/regulations/:id, 204, for a copy; 409, field `current` or `programs`: it is needed.
 */
export interface ChooseRegulation {
	id: string
	/** Which one the person took for the current one. */
	was: string
}

export interface ChosenRegulation {
	/** Open programmes that go on by another one. */
	keepTheirs: number
}

/** The JSON API of papers, beside `api.ts`: what they are filled from, and how a municipality words them. Types only. */

/**
 * GET /api/programs/:programId/paper-facts: for whom the programme's ledger concerns; 404 for everybody else. A participant
 * gets the consents of nobody else. `origin` is the address the app was opened at.
 */
export type PaperReading = Omit<PaperFacts, 'origin'>

/** GET /api/paper-texts, by curator or head: 403 for everybody else. */
export interface PaperTexts {
	requisites: SavedRequisites
	ownForms: SavedOwnForms
	/** Only those the municipality has worded anew. */
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
 * PUT /api/paper-texts/requisites, PUT /api/paper-texts/own-forms and PUT /api/paper-texts/:kind, by curator or head. 400, field `text`: a template that cannot be
 * read; the app knows why, by the same rules. 409, field `after`: somebody else has saved meanwhile.
 */
export interface NewRequisites {
	value: Requisites
	/** When what the person changed was saved; null: it was the shipped one. */
	after: string | null
}

/** All of the municipality: what is not among them the rules decline again. */
export interface NewOwnForms {
	value: OwnForms[]
	after: string | null
}

export interface NewTemplate {
	text: string
	after: string | null
}

/**
 * DELETE /api/paper-texts/:kind?after=<when what it takes away was saved>: the shipped text holds again; 204, also when it held
 * already. 409, field `after`: somebody else has saved meanwhile.
 */
