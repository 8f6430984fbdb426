/**
 * The JSON API of organisations, people and the banks, beside `api.ts`. Types only. All of it is for curator and head, of
 * their own municipality; whatever belongs to another is answered 404.
 *
 * What two may change at once bears a `version`. Who saves brings the version they read, and null for what was not there;
 * 409 `conflict` without a field: somebody has saved meanwhile, nothing of it is lost, and the newest is to be read anew.
 */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Phase } from '#domain/ledger/ledger.ts'
import type { MenteeEntry, MentorEntry, MentorTermState } from '#domain/people/bank-entry.ts'
import type { CategoryFit, ConditionFinding } from '#domain/people/eligibility.ts'
import type { LeavingReason, LeavingReasonId } from '#domain/people/leaving.ts'
import type { Organisation, Typology } from '#domain/people/organisation.ts'
import type { OrganisationKind, Regulation, Source } from '#domain/regulation/schema.ts'
import type { Order, Page, Person } from './program.ts'

/** GET /api/organisations?q=&kind=&standing=&page=1&pageSize=50, by name. */
export interface OrganisationPage extends Page<OrganisationRow> {
	/** The one the typology is of; null: no indices are known. */
	year: number | null
}

/** GET /api/organisations/:id → one; PUT, with `SavedOrganisation`, makes it or takes its place: the id is the sender's. */
export interface OrganisationRow {
	organisation: Organisation
	version: number
	/** That answers for it: its own, or whichever the regulation names for its kind (domain.md T2, S2); null: neither is known. */
	unit: string | null
	/** By the newest indices of the municipality; null: it has none of that year. */
	typology: Typology | null
	/** How many of the municipality's people work there: DELETE /api/organisations/:id is 204 only where nobody does, or 409. */
	people: number
}

export interface SavedOrganisation {
	version: number | null
	organisation: Organisation
	/** Without it, 409 with the field `name`: another one of the municipality is called so. */
	isNamesake?: boolean
}

/**
 * What the screens of the banks need of the regulation that the municipality works by now: by it everybody in them is judged for new
 * pairs, whatever their programmes go by (`PersonProgram.otherRegulation`).
 */
export type BankRegulation = Pick<
	Regulation,
	'id' | 'title' | 'mentorTermMonths' | 'mentorConditions' | 'categories' | 'forms' | 'programRequired' | 'inForce'
> & {
	/** Whether participants may be under 18: only then the date of birth is asked for (domain.md R11). */
	hasMinors: boolean
}

/** GET /api/bank/mentors?q=&filter=free|busy|term-ending|not-eligible|without-entry&page=1&pageSize=50, by name. */
export interface MentorPage extends Page<MentorRow> {
	regulation: BankRegulation
}

/** `term-ending`: in two months, or over. */
export type MentorFilter = 'free' | 'busy' | 'term-ending' | 'not-eligible' | 'without-entry'

export interface BankedPerson {
	person: Person
	organisation: { id: string; name: string } | null
	/** Empty: nobody has said. */
	post: string
	/** Nothing is known of them but that they are in the bank. */
	hasEntry: boolean
	/** Whose parts last, and which have no approved programme though the regulation asks for one (domain.md V8). */
	programs: BankedProgram[]
}

export interface BankedProgram {
	programId: string
	title: string
	isToApprove: boolean
	otherRegulation: PersonProgram['otherRegulation']
}

export interface MentorRow extends BankedPerson {
	competences: string[]
	hoursPerMonth: number | null
	/** Load: in programmes that go on, each person once. */
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

/** POST /api/people → 201 `{ personId }`: somebody into the registry, who may be invited later. */
export interface NewBankedPerson {
	familyName: string
	givenName: string
	patronymic: string
	/** Into which bank; null: into none, to hold an office. */
	role: ProgramRole | null
	organisationId: string | null
	post: string
	/** Without it, 409 with the field `familyName`: somebody of that name is in the municipality already. */
	isNamesake: boolean
}

/** GET /api/people/:personId: one page of the registry. */
export interface PersonCard {
	person: Person
	/** Of names and workplace. */
	version: number
	organisation: { id: string; name: string; kind: OrganisationKind } | null
	post: string
	/** Whether they can sign in. */
	hasAccount: boolean
	roles: HeldRole[]
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
		/** By category of the regulation, whether they fit it by what is known. */
		fits: Record<string, CategoryFit>
		/** Whether a representative signs the consent to data (domain.md R11). */
		isMinor: boolean
		leaving: LeavingTerms
	} | null
	/** From either bank, the newest first. */
	leavings: Leaving[]
	/** Those that go on come first. */
	programs: PersonProgram[]
	/** Where the municipality is. */
	today: IsoDate
	regulation: BankRegulation
}

/** PUT /api/people/:personId/roles/:role/order, with `SavedOrder`: the order by which a person became what they are. */
export interface HeldRole {
	role: ProgramRole | StaffRole
	/** The name of the one organisation the role is in; null: it is in the municipality's. */
	organisation: string | null
	order: Order | null
}

export interface SavedOrder {
	order: Order | null
	/** What it takes the place of, as it was read. */
	was: Order | null
}

export interface PersonProgram {
	programId: string
	title: string
	role: ProgramRole
	startsOn: IsoDate
	phase: Phase
	/** ISO instant; null: it lasts. */
	endedAt: string | null
	/** The one their part began with, where the curator has registered it. */
	order: Order | null
	isToApprove: boolean
	/**
	 * The title of the regulation it was formed under and keeps, where the people of the bank are judged by another one now; null: they
	 * are not, or it is over.
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

/** PUT /api/bank/mentors/:personId → 200 PersonCard. `version` null puts them into the bank: only then `entry` may be null, too. */
export interface SavedMentor {
	version: number | null
	entry: MentorEntry | null
}

/** PUT /api/bank/mentees/:personId, the same. */
export interface SavedMentee {
	version: number | null
	entry: MenteeEntry | null
}

/**
 * GET /api/bank/review: the update of the list that the regulation asks for (domain.md T19, S20); POST, with an empty object,
 * ticks it off for today. 404 to POST: the regulation asks for none.
 */
export interface ListReview {
	/** Null: the regulation asks for none. */
	task: { wording: string; source: Source; everyMonths: number | null } | null
	/** The last day in time; null: the regulation sets none. */
	dueOn: IsoDate | null
	/** Null: never. */
	last: { on: IsoDate; name: string } | null
	today: IsoDate
}

/**
 * The JSON API of leaving the banks, beside `people.ts`. Types only. For curator and head, of their own municipality;
 * whatever belongs to another is answered 404.
 */

/**
 * POST /api/bank/leavings → 200 PersonCard: takes somebody out of a bank. 400, with the field: the reason may not be given on
 * that day, its ground is missing, or the day is still to come. 409: the entry is another one than the version that was read;
 * with the field `programs`: a programme or a request of theirs in this role is under way, and is ended first.
 */
export interface NewLeaving {
	personId: string
	role: ProgramRole
	/** Of the entry, as it was read. */
	version: number
	/** The last day. */
	on: IsoDate
	reasonId: LeavingReasonId
	/** In words; empty where the reason says enough. */
	ground: string
	/** Null: there is none. */
	order: Order | null
}

/**
 * POST /api/bank/leavings/:id/return, with an empty object → 200 PersonCard: back into the bank, with what it knew as long as that
 * is kept, a year. 409: they are in it again already.
 */
export interface Leaving {
	id: string
	role: ProgramRole
	on: IsoDate
	reasonId: LeavingReasonId
	/** Of the regulation, as it was cited then; null: it says nothing of this reason. */
	clause: string | null
	ground: string
	order: Order | null
	/** ISO instant, and who wrote it down, as they were called then. */
	at: string
	by: string
	returned: { at: string; by: string } | null
	/** Nobody has left this bank later, and they are not in it. */
	canReturn: boolean
}

/** GET /api/bank/leavings?role=mentor&q=&page=1&pageSize=50: who has left a bank and is not in it, the newest first. */
export interface LeavingPage extends Page<LeavingRow> {
	role: ProgramRole
}

export interface LeavingRow {
	person: Person
	leaving: Leaving
}

/** On a person's page: what taking them out of a bank would need. */
export interface LeavingTerms {
	/** Those that may be given today. */
	reasons: LeavingReason[]
	/** What has to be ended first. */
	underWay: { programId: string; title: string; isRequest: boolean }[]
}
