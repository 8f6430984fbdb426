/** The JSON API of forming pairs and groups, beside `ledger-api.ts`: whom one may ask for, and who suits them. */
import type { MenteeEntry, MentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import type { ConditionFinding } from '#domain/people/eligibility.ts'
import type { Phase } from '#domain/ledger/ledger.ts'
import type { MentorRefusal } from '#domain/ledger/consents.ts'
import type { Match, Weights } from '#domain/people/matching.ts'
import type { MenteeCategory, Regulation, Source } from '#domain/regulation/schema.ts'
import type { Person } from './program.ts'

/**
 * GET /api/forming/choices?q=<name or organisation>: what a request can be made of, by the regulation of the municipality.
 * For curator and head everybody of the bank of mentees, those who can be chosen first, then by name, at most 50; for a mentee
 * of the bank themselves alone; 403 for everybody else.
 */
export interface FormingChoices {
	/** `inForce` is absent from what a device kept of an older server's answer. */
	regulation: Pick<Regulation, 'id' | 'title' | 'mentee' | 'relations' | 'forms' | 'groupSize' | 'programTerm'> &
		Partial<Pick<Regulation, 'inForce'>>
	categories: FormingCategory[]
	people: FormingMentee[]
	/** With those beyond the first 50. */
	found: number
}

export interface FormingCategory {
	id: string
	wording: string
	source: Source
	/** Beyond the curator's word; null: nothing. */
	check: MenteeCategory['check']
	/** Which the programme will be made from. */
	roadmap: { title: string; stages: { title: string; months: number | null; activities: number }[] }
}

export interface FormingMentee {
	person: Person
	post: string
	organisation: string | null
	/** As the bank has it; null: it knows nothing but the name. */
	entry: Pick<MenteeEntry, 'categoryId' | 'mainRequest' | 'difficulties' | 'forms'> | null
	/** Those they were found not to belong to. */
	unfitCategoryIds: string[]
	/** Title of a programme that goes on; null: there is none, and one may be asked for. */
	openProgram: string | null
	/** A request of theirs that is under way; null: there is none. */
	requestId: string | null
}

export const shortlistFilters = ['eligible', 'profile', 'unloaded'] as const
export type ShortlistFilter = (typeof shortlistFilters)[number]

/**
 * GET /api/programs/:programId/shortlist: the bank's mentors for a request, best first, 20 a page (`page` from 1). `q`: name,
 * organisation or competence; `only`: of `shortlistFilters`, with commas; a weight from 0 to 100 under each criterion's name.
 * For curator and head of the municipality; 404 for everybody else, and where nobody can be proposed any more.
 */
export interface Shortlist {
	programId: string
	phase: Phase
	/** The proposal that stands, to be named by one that takes its place. */
	proposalId: string | null
	mainRequest: string
	difficulties: string[]
	categoryId: string
	forms: MentorEntry['forms']
	mentees: { person: Person; organisation: string | null }[]
	regulation: Pick<Regulation, 'id' | 'title' | 'relations' | 'forms' | 'categories' | 'mentorConditions'>
	weights: Weights
	candidates: ShortlistCandidate[]
	/** In the bank, and those of them that pass the filters. */
	total: number
	found: number
	page: number
	pageSize: number
}

export interface ShortlistCandidate extends Match {
	post: string
	organisation: string | null
	competences: string[]
	hoursPerMonth: number | null
	forms: MentorEntry['forms']
	/** One for each condition of the regulation, in its order. */
	findings: ConditionFinding[]
	/** Conditions the head has excepted for this mentor in this programme. */
	exceptedIds: string[]
	term: ReturnType<typeof mentorTermState>
	/** Of the proposal that stands. */
	isProposed: boolean
	/** Guided this programme before. */
	isFormer: boolean
	/** Null: neither the mentor nor a mentee has refused a proposal that named this mentor. */
	refusal: MentorRefusal | null
}
