/** The JSON API of papers, beside `api.ts`: what they are filled from, and how a municipality words them. Types only. */
import type { OwnForms } from '#domain/papers/decline-name.ts'
import type { PaperFacts, Requisites } from '#domain/papers/facts.ts'
import type { TemplateKind } from '#domain/papers/kinds.ts'
import type { Person } from './program.ts'

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
