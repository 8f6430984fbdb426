/** The JSON API of ledgers, beside `api.ts`: what people state in their own name, and who reads it. Types only. */
import type { ProgramRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { BareFacts, OwnConsent, RequestEnd } from '#domain/ledger/appointments.ts'
import type { News } from '#domain/ledger/chronicle.ts'
import type { MentorRefusal, MissingConsent, Setback } from '#domain/ledger/consents.ts'
import type { Entry, Phase } from '#domain/ledger/ledger.ts'
import type { MentorReport } from '#domain/ledger/offers.ts'
import type { Appointment } from '#domain/ledger/parts.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import type { Signer } from '#domain/ledger/signing.ts'
import type { Command, Matter } from '#domain/ledger/statement.ts'
import type { MenteeEntry, MentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import type { ConditionFinding } from '#domain/people/eligibility.ts'
import type { Liking, Match, Weights } from '#domain/people/matching.ts'
import type { MenteeCategory, OrganisationKind, Regulation, Signatory, Source } from '#domain/regulation/schema.ts'
import type { Page, Person } from './program.ts'

/**
 * POST /api/ledger: what a person states about programmes, in the order they said it; at most 50 commands and 256 KiB. 200
 * answers each of them, but for one that could not be heard now and those after it in its programme. Anything else answers
 * none. What has no answer is sent again; what was entered already is told so. 409, field `personId`:
 * somebody else is signed in on the device, in whose name nothing is stated (sync.md D4). 429, code `conflict`: too many by
 * that person; Retry-After in seconds.
 */
export interface LedgerCommands {
	/** Who stated them, as the device knows them. */
	personId: string
	commands: Command[]
}

/** In the order of the commands. */
export interface LedgerAnswers {
	answers: LedgerAnswer[]
}

export type LedgerAnswer =
	| { id: string; outcome: 'entered'; entry: Entry }
	/** `malformed`: no command this version of the server understands. */
	| { id: string; outcome: 'refused'; refusal: Refusal | { reason: 'malformed' } }

/**
 * GET /api/programs/:programId/ledger?after=<sequence>: oldest first. For those who take part or are awaited, curator and
 * head; whose part has ended reads what was up to then, and who is to join a group what regards them alone. The mentees of a request that
 * was withdrawn read all of it. Whoever else never took part and has consented to something about their data reads their own words, and how
 * its withdrawal was settled. The sheets of consents are told to staff and to whoever stated them; of
 * others' consents only that they were given.
 */
export interface LedgerReading {
	/**
	 * An edition that was put forward is GET /api/programs/:programId/editions/<hash>: one Yjs update in V1, for whoever may
	 * read the plan.
	 */
	entries: Entry[]
	/**
	 * What the reader is told of a group they are to join, or of what they never took part in, instead of what was decided; null: they
	 * take part, did, are awaited, or were the mentees of a request that was withdrawn.
	 */
	bare: BareFacts | null
	/**
	 * The instant up to which the reader is told what was stated, beside what regards themselves; '': of nothing else, or not yet; null:
	 * without an end.
	 */
	until: string | null
	/** The one the programme was requested under, where it is a copy of the municipality's own; null: it is shipped. */
	regulation: Regulation | null
	/** Those who speak in these entries, and those they speak of. */
	people: Person[]
	/** Of the mentors at work, as the bank has them; whoever has no term is left out. */
	appointments: Appointment[]
	/** Who answers for it and organises the collection of reports; of a group maybe several (domain.md T2, S2, R4). */
	units: string[]
	/** Of the mentees' organisations: the regulation may call a role otherwise in some (domain.md R8). */
	organisationKinds: OrganisationKind[]
	reader: LedgerReader
	speaksAs: StaffVoice[]
}

/**
 * As whom the reader speaks of a programme beside their own part in it: by their assignment in its municipality, or in the mentees'
 * organisation where the regulation it was requested under has the role there (domain.md V2).
 */
export type StaffVoice = 'curator' | 'head'

/** What a consent sheet says of whoever reads, and who must sign it; '' or null: nobody has said. */
export interface LedgerReader {
	/** As the bank of mentees has it: a minor's consents are signed for them (domain.md R11). */
	bornOn: IsoDate | null
	post: string
	organisation: string
	/** Who processes personal data and publishes: the authority in education, as its papers have it. */
	operator: { name: string; address: string; site: string }
}

/**
 * GET /api/ledgers?after=<programId>: those that are not closed, by programme id; of the municipality for curator and head,
 * for everybody else those they take part in or are awaited in, and those in which they never took part and have consented to something
 * about their data. To who speaks there as curator or head also closed ones with a withdrawn consent to settle; and requests that have
 * ended without becoming a programme.
 */
export interface LedgerListings {
	ledgers: LedgerListing[]
	/** `after` of the next page; null: there are no more. */
	nextAfter: string | null
}

/** As whom, and on which day, somebody last consented to something about their data. */
export interface OwnConsentSaid {
	role: Signatory
	on: IsoDate
}

export interface LedgerListing {
	programId: string
	phase: Phase
	/** As ordered or, before that, as proposed; null: nothing is proposed yet. */
	title: string | null
	mainRequest: string
	regulationId: string
	categoryId: string
	mentees: Person[]
	/** Those of the newest proposal that waits for its order, or else those at work. */
	mentors: Person[]
	openMatters: { id: string; type: Matter['type']; raisedAt: string; waitsFor: Signer[] }[]
	/** Those of the mentees, each once. */
	organisations: string[]
	/** Whether the newest proposal waits for its order. */
	isAwaited: boolean
	/** Without which there is no order. */
	missingConsents: MissingConsent[]
	/** Who has not signed to know of what is in force; each once. */
	unacquaintedIds: string[]
	/** Who made the remarks that nobody has answered; each once. */
	unansweredIds: string[]
	/** Whose answer to requests for a consultation is awaited: of mentors, or of the curator (domain.md D18). */
	consultationsWaitFor: readonly Signer[]
	/** What others have answered to the reader, as long as it is told (domain.md D18, T44). */
	news: readonly News[]
	/** A consent to personal data was taken back, and the curator has not settled what follows. Told to curator and head only. */
	hasConsentWithdrawal: boolean
	/** Why the last step towards the order came to nothing; null: nothing did. */
	setback: Setback | null
	/** Only of a request that has ended without becoming a programme. */
	requestEnd?: RequestEnd
	/** Of a reader who never took part in what is over, as far as they are told; null: of the others. */
	ownConsent: OwnConsent | null
	/** By which they tell it from others: of those who are in it they learn nothing. Null where `ownConsent` is. */
	ownConsentSaid: OwnConsentSaid | null
	/** Of the reader as its mentor, by day (domain.md T3, T55). */
	ownReports: MentorReport[]
	speaksAs: StaffVoice[]
	/** For curator and head: proposed mentors with conditions they do not meet and the head has not excepted. */
	unmet: { personId: string; conditionIds: string[] }[]
}

/** The JSON API of forming pairs and groups, beside `ledger.ts`: whom one may ask for, and who suits them. */

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

/**
 * The JSON API of the preference questionnaire (domain.md R17): whom the people of the banks would like to work with, asked of
 * both sides before anybody is proposed. For mentors and mentees of a bank; 403 for everybody else. Nobody is told what others
 * have answered: it is counted where mentors are ranked, which curator and head see. Types only.
 */

/** GET /api/preferences?role=mentee&q=&page=1&pageSize=50: the other bank of the municipality, by name. `role`: of who asks. */
export interface PreferencePage extends Page<PreferenceRow> {
	role: ProgramRole
}

export interface PreferenceRow {
	id: string
	/**
	 * Null: a mentee where the regulation has participants under 18, or anybody whose day of birth is kept. Then neither the organisation
	 * nor the post is told (domain.md R11).
	 */
	name: string | null
	/** Of those who are not named, which it is of all of the bank; null: they are named. */
	number: number | null
	organisation: string | null
	/** Of the organisation; null: it is not known. */
	kind: OrganisationKind | null
	post: string
	/** A mentor's competences, or a mentee's main request; of their difficulties and category nothing is told. */
	about: string
	/** As the asker has answered; null: not yet. */
	liking: Liking | null
}

/** PUT /api/preferences/:personId → 204; null takes the answer back. 404: nobody of the other bank has this id. */
export interface SavedPreference {
	role: ProgramRole
	liking: Liking | null
}
