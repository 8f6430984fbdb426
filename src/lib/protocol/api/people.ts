/**
 * The JSON API of organisations, people, the banks, and leaving the banks. Types only. All of it is for curator and head, of
 * their own municipality; anything of another municipality is answered 404.
 *
 * What two people may change at once has a `version`. A save sends the version that was read, or null for something new. 409
 * `conflict` without a field: somebody else saved meanwhile. Their change is kept, and the app reads the newest version.
 */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Phase } from '#domain/ledger/ledger.ts'
import type { MenteeEntry, MentorEntry, MentorTermState } from '#domain/people/bank-entry.ts'
import type { CategoryFit, ConditionFinding } from '#domain/people/eligibility.ts'
import type { ErasureGround, ErasureObstacle } from '#domain/people/erasure.ts'
import type { LeavingReason, LeavingReasonId } from '#domain/people/leaving.ts'
import type { Organisation, Typology } from '#domain/people/organisation.ts'
import type { OrganisationKind, OrganisationStatus, Regulation, Source } from '#domain/regulation/schema.ts'
import type { Order, Page, PageQuery, Person } from './program.ts'

/** GET /api/organisations?q=&kind=&standing=&page=1&pageSize=50, by name. */
export interface OrganisationPage extends Page<OrganisationRow> {
	/** The year of the typology; null: no indices are known. */
	year: number | null
}

/** GET /api/organisations/:id → one; PUT, with `SavedOrganisation`, creates or replaces it: the sender chooses the id. */
export interface OrganisationRow {
	organisation: Organisation
	version: number
	/** The unit that answers for it: its own, or the one the regulation names for its kind (domain.md T2, S2); null: unknown. */
	unit: string | null
	/** By the newest year's indices of the municipality; null: the organisation has none for that year. */
	typology: Typology | null
	/** How many of the municipality's people work there. DELETE /api/organisations/:id: 204 if nobody does, otherwise 409. */
	people: number
}

export interface SavedOrganisation {
	version: number | null
	organisation: Organisation
	/** Absent: 409 with the field `name` if another organisation of the municipality has this name. */
	isNamesake?: boolean
}

/**
 * What the screens of the banks need from the municipality's current regulation. By it everybody in the banks is checked for new
 * pairs, whatever regulation their programmes follow (`PersonProgram.otherRegulation`).
 */
export type BankRegulation = Pick<
	Regulation,
	'id' | 'title' | 'mentorTermMonths' | 'mentorConditions' | 'categories' | 'forms' | 'programRequired' | 'inForce'
> & {
	/** Whether participants may be under 18: only then the app asks for the date of birth (domain.md R11). */
	hasMinors: boolean
}

/** GET /api/bank/mentors?q=&filter=free|busy|term-ending|not-eligible|without-entry&page=1&pageSize=50, by name. */
export interface MentorPage extends Page<MentorRow> {
	regulation: BankRegulation
}

/** `term-ending`: the term ends within two months, or is over. */
export type MentorFilter = 'free' | 'busy' | 'term-ending' | 'not-eligible' | 'without-entry'

export interface BankedPerson {
	person: Person
	organisation: { id: string; name: string } | null
	/** Empty: unknown. */
	post: string
	/** False: only their membership of the bank is known. */
	hasEntry: boolean
	/** Running ones in which their membership has not ended. */
	programs: BankedProgram[]
}

export interface BankedProgram {
	programId: string
	title: string
	/** It has no approved programme, though the regulation asks for one (domain.md V8). */
	isToApprove: boolean
	otherRegulation: PersonProgram['otherRegulation']
}

export interface MentorRow extends BankedPerson {
	competences: string[]
	hoursPerMonth: number | null
	/** The load: mentees in running programmes, each person once. */
	activeMentees: number
	term: MentorEntry['term']
	termState: MentorTermState
	unmetConditionIds: string[]
}

/** GET /api/bank/mentees?q=&category=&filter=without-program|unfit|without-entry&page=1&pageSize=50, by name. */
export interface MenteePage extends Page<MenteeRow> {
	regulation: BankRegulation
}

export type MenteeFilter = 'without-program' | 'unfit' | 'without-entry'

export interface MenteeRow extends BankedPerson {
	/** Null without an entry. */
	categoryId: string | null
	mainRequest: string
	fit: CategoryFit | null
}

/** POST /api/people → 201 `{ personId }`: adds somebody to the registry, who may be invited later. */
export interface NewBankedPerson {
	familyName: string
	givenName: string
	patronymic: string
	/** The bank to add them to; null: none, they are to have an office. */
	role: ProgramRole | null
	organisationId: string | null
	post: string
	/** False: 409 with the field `familyName` if somebody of that name is in the municipality already. */
	isNamesake: boolean
}

/** GET /api/people/:personId: what the registry and the banks know of one person. */
export interface PersonCard {
	person: Person
	/** Of the names, the workplace and the post. */
	version: number
	organisation: { id: string; name: string; kind: OrganisationKind } | null
	post: string
	/** Whether they can sign in. */
	hasAccount: boolean
	/** Whether the reader may change it: nobody changes what is known of those above them. */
	canChange: boolean
	/** Whether it is the reader's own: nobody appoints themself. */
	isOwn: boolean
	/** What has to end before the person can be erased; null: nothing. */
	erasureObstacle: ErasureObstacle | null
	/** Null: they were not erased. Otherwise the card has no name, and nothing of it can be changed. */
	erased: PersonErasure | null
	roles: RoleAssignment[]
	/** Null: not in the bank of mentors. */
	mentor: {
		version: number
		entry: MentorEntry | null
		findings: ConditionFinding[]
		termState: MentorTermState
		activeMentees: number
		leaving: LeavingTerms
	} | null
	mentee: {
		version: number
		entry: MenteeEntry | null
		/** For each category of the regulation, whether they fit it as far as is known. */
		fits: Record<string, CategoryFit>
		/** Whether a representative signs the consent to personal data (domain.md R11). */
		isMinor: boolean
		leaving: LeavingTerms
	} | null
	/** From both banks, the newest first. */
	leavings: Leaving[]
	/** Running ones first. */
	programs: PersonProgram[]
	/** In the municipality's time zone. */
	today: IsoDate
	regulation: BankRegulation
}

/**
 * POST /api/people/:personId/erasure erases the person for good, with the account (152-FZ). Answers with the card. 409 with the field
 * `erasureObstacle`: something has to end first; without a field: something has just changed. 400 with `on`: the day is ahead. Repeating
 * it changes nothing.
 */
export interface NewErasure {
	ground: ErasureGround
	/** The day of the withdrawal or the demand, or on which the data was needed no longer. */
	on: IsoDate
}

export interface PersonErasure {
	/** ISO instant. */
	at: string
	ground: ErasureGround
	/** The day of the ground; null: not known. */
	on: IsoDate | null
	/** The name of whoever did it; '': not known. */
	by: string
}

/** GET /api/erased/:personId tells a device that was signed out whether it has to forget the person. 404: the person was not erased. */
export interface ErasedPerson {
	/** ISO instant. */
	at: string
}

/** PUT /api/people/:personId/roles/:role/order, with `SavedOrder`, saves the order by which a person got the role. */
export interface RoleAssignment {
	role: ProgramRole | StaffRole
	/** The name of the organisation that the role is in; null: the role is the municipality's. */
	organisation: string | null
	order: Order | null
}

export interface SavedOrder {
	order: Order | null
	/** The order that it replaces, as it was read. */
	was: Order | null
}

export interface PersonProgram {
	programId: string
	title: string
	role: ProgramRole
	startsOn: IsoDate
	phase: Phase
	/** ISO instant when their membership ended; null: it has not. */
	endedAt: string | null
	/** The order that began their membership, if the curator has registered it. */
	order: Order | null
	isToApprove: boolean
	/**
	 * The title of the regulation that the programme was formed under and keeps, if people of the bank are now checked by another
	 * one; null: they are not, or the programme is over.
	 */
	otherRegulation: string | null
}

/** PUT /api/people/:personId → 200 PersonCard. */
export interface SavedPerson {
	version: number
	familyName: string
	givenName: string
	patronymic: string
	organisationId: string | null
	post: string
}

/** PUT /api/bank/mentors/:personId → 200 PersonCard. `version` null adds them to the bank: only then `entry` may be null too. */
export interface SavedMentor {
	version: number | null
	entry: MentorEntry | null
}

/** PUT /api/bank/mentees/:personId: the same for mentees. */
export interface SavedMentee {
	version: number | null
	entry: MenteeEntry | null
}

/**
 * GET /api/bank/review: the regular update of the list that the regulation asks for (domain.md T19, S20). POST, with an empty
 * object, marks it as done today. 404 to POST: the regulation asks for none.
 */
export interface ListReview {
	/** Null: the regulation asks for none. */
	task: { wording: string; source: Source; everyMonths: number | null } | null
	/** The last day that is in time; null: the regulation sets none. */
	dueOn: IsoDate | null
	/** Null: never. */
	last: { on: IsoDate; name: string } | null
	today: IsoDate
}

/**
 * POST /api/bank/leavings → 200 PersonCard: takes somebody out of a bank. 400, with the field: the reason is not allowed on
 * that day, its ground is missing, or the day is in the future. 409: the entry has another version than the one that was read;
 * with the field `programs`: a programme or a request of theirs in this role is running, and must end first.
 */
export interface NewLeaving {
	personId: string
	role: ProgramRole
	/** The version of the entry that was read. */
	version: number
	/** The last day. */
	on: IsoDate
	reasonId: LeavingReasonId
	/** Free text; empty if the reason says enough. */
	ground: string
	/** Null: there is none. */
	order: Order | null
}

/**
 * POST /api/bank/leavings/:id/return, with an empty object → 200 PersonCard: puts the person back into the bank, with their entry
 * as long as it is kept (a year). 409: they are in the bank again already.
 */
export interface Leaving {
	id: string
	role: ProgramRole
	on: IsoDate
	reasonId: LeavingReasonId
	/** The clause of the regulation, as it was cited then; null: the regulation does not mention this reason. */
	clause: string | null
	ground: string
	order: Order | null
	/** ISO instant, and the name of the person who recorded it, as of then. */
	at: string
	by: string
	returned: { at: string; by: string } | null
	/** True if this is the person's last leaving of this bank, and they are not in it. */
	canReturn: boolean
}

/** GET /api/bank/leavings?role=mentor&q=&page=1&pageSize=50: people who left a bank and are not in it, the newest first. */
export interface LeavingPage extends Page<LeavingRow> {
	role: ProgramRole
}

export interface LeavingRow {
	person: Person
	leaving: Leaving
}

/** What it takes to remove a person from a bank; shown on their page. */
export interface LeavingTerms {
	/** The reasons that are allowed today. */
	reasons: LeavingReason[]
	/** Programmes and requests that must end first. */
	underWay: { programId: string; title: string; isRequest: boolean }[]
}

export interface MentorQuery extends PageQuery {
	filter?: MentorFilter | undefined
}
export interface MenteeQuery extends PageQuery {
	category?: string | undefined
	filter?: MenteeFilter | undefined
}
export interface OrganisationQuery extends PageQuery {
	kind?: OrganisationKind | undefined
	standing?: OrganisationStatus | undefined
}

export interface PeopleEndpoints {
	'GET /api/bank/mentors': { query: MentorQuery; answer: MentorPage }
	'PUT /api/bank/mentors/:personId': { body: SavedMentor; answer: PersonCard }
	'GET /api/bank/mentees': { query: MenteeQuery; answer: MenteePage }
	'PUT /api/bank/mentees/:personId': { body: SavedMentee; answer: PersonCard }
	'GET /api/bank/review': { answer: ListReview }
	'POST /api/bank/review': { answer: ListReview }
	'GET /api/bank/leavings': { query: { role: ProgramRole } & PageQuery; answer: LeavingPage }
	'POST /api/bank/leavings': { body: NewLeaving; answer: PersonCard }
	'POST /api/bank/leavings/:id/return': { answer: PersonCard }
	'POST /api/people': { body: NewBankedPerson; answer: { personId: string } }
	'GET /api/people/:personId': { answer: PersonCard }
	'PUT /api/people/:personId': { body: SavedPerson; answer: PersonCard }
	'PUT /api/people/:personId/roles/:role/order': { body: SavedOrder; answer: PersonCard }
	'POST /api/people/:personId/erasure': { body: NewErasure; answer: PersonCard }
	'GET /api/erased/:personId': { answer: ErasedPerson }
	'GET /api/organisations': { query: OrganisationQuery; answer: OrganisationPage }
	'GET /api/organisations/:id': { answer: OrganisationRow }
	'PUT /api/organisations/:id': { body: SavedOrganisation; answer: OrganisationRow }
	'DELETE /api/organisations/:id': object
}
