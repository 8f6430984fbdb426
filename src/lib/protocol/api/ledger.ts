/**
 * The JSON API of ledgers (what people state in their own name, and who reads it), of forming pairs and groups, and of the
 * preference questionnaire. Types only.
 */
import type { ProgramRole, StaffVoice } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { BareFacts, OwnConsent, RequestEnd } from '#domain/ledger/visible-ledger.ts'
import type { Awaited } from '#domain/ledger/awaiting.ts'
import type { News } from '#domain/ledger/chronicle.ts'
import type { MentorRefusal, MissingConsent, Setback } from '#domain/ledger/consents.ts'
import type { Entry, Phase } from '#domain/ledger/ledger.ts'
import type { Appointment } from '#domain/ledger/memberships.ts'
import type { Facts, Refusal } from '#domain/ledger/refusal.ts'
import type { Command, Decision } from '#domain/ledger/statement.ts'
import type { ConsentFacts } from '#domain/papers/consent-sheet.ts'
import type { ReportSection } from '#domain/papers/report-paper.ts'
import type { MenteeEntry, MentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import type { ConditionFinding } from '#domain/people/eligibility.ts'
import type { Liking, Match, Weights } from '#domain/people/matching.ts'
import type { MenteeCategory, OrganisationKind, Regulation, Signatory, Source } from '#domain/regulation/schema.ts'
import type { Page, PageQuery, Person } from './program.ts'

/**
 * POST /api/ledger: submits what a person states about programmes, in the order in which they stated it; at most 50 commands and
 * 256 KiB. 200 answers each command, except one that the server failed to process and those after it in the same programme. Any
 * other status answers none. The device sends a command without an answer again; if it was entered already, the answer says
 * `entered`. 409, field `personId`: somebody else is signed in on the device, and nothing is entered in their name (sync.md D4).
 * 429, code `conflict`: too many commands of that person; Retry-After in seconds.
 */
export interface LedgerCommands {
	/** The person who stated them, as the device knows it. */
	personId: string
	commands: Command[]
}

/** In the order of the commands. */
export interface LedgerAnswers {
	answers: LedgerAnswer[]
}

export type LedgerAnswer =
	| { id: string; outcome: 'entered'; entry: Entry }
	/** `malformed`: this version of the server does not understand the command. */
	| { id: string; outcome: 'refused'; refusal: Refusal | { reason: 'malformed' } }

/**
 * GET /api/programs/:programId/ledger?after=<sequence>: the visible ledger of the reader, oldest entry first. Members, people who are
 * awaited as members, curator and head read all of it. A person whose membership has ended reads it up to that moment. A person who is
 * to join a group reads only what concerns them. The mentees of a withdrawn request read all of it. A former candidate who consented to
 * something about their data reads their own statements, and how the withdrawal of the consent was settled. The sheet of a consent is
 * visible to staff and to the person who gave it; others see only that the consent was given.
 */
export interface LedgerReading {
	/**
	 * GET /api/programs/:programId/editions/<hash> returns an edition that was put forward, as one Yjs update in V1, to everybody who
	 * may read the plan.
	 */
	entries: Entry[]
	/**
	 * What the reader sees, instead of the decisions, of a group that they are to join or of a programme whose former candidate they
	 * are; null: they are, were or are awaited as members, oversee the programme, or were mentees of a withdrawn request.
	 */
	bare: BareFacts | null
	/**
	 * ISO instant up to which the reader sees what others stated; later entries only if they concern the reader. '': the reader sees
	 * nothing else, or not yet; null: no limit.
	 */
	until: string | null
	/** The regulation the programme was requested under, if it is the municipality's own copy; null: it ships with the product. */
	regulation: Regulation | null
	/** The authors of these entries, and the people they name. */
	people: Person[]
	/** The terms that the bank has of current mentors, and of proposed ones who wait for the order. */
	appointments: Appointment[]
	/** The units that answer for it and collect the reports; a group may have several (domain.md T2, S2, R4). */
	units: string[]
	/** Of the mentees' organisations: the regulation may name a role differently in some kinds (domain.md R8). */
	organisationKinds: OrganisationKind[]
	reader: LedgerReader
	speaksAs: StaffVoice[]
	/** Open decisions that wait for a signature of staff which nobody in that office may give, and the role. */
	unsignable: { matterId: string; role: StaffVoice }[]
	/** For the staff: the people whom the programme concerns who can neither sign in nor have an open invitation. */
	uninvited: string[]
}

/** What a consent sheet says about the reader, and what decides who signs it; '' or null: unknown. */
export interface LedgerReader {
	/** From the bank of mentees: a representative signs the consents of a minor (domain.md R11). */
	bornOn: IsoDate | null
	post: string
	organisation: string
	/** The authority in education, which processes personal data and publishes, as its papers name it. */
	operator: ConsentFacts['operator']
	/** The post of the municipality's head, as its papers name it; '' or absent: the regulation's title stands for it. */
	headPost?: string
	/** Of the municipality: no consent is given until they are entered. Absent in what a device kept of an older server's answer. */
	missingRequisites?: Facts['missingRequisites']
	/** Events of mentors that the reader attended (domain.md T48), the newest first. Absent likewise. */
	attended?: AttendedEvent[]
}

export interface AttendedEvent {
	id: string
	title: string
	on: IsoDate
}

/**
 * GET /api/ledgers?after=<programId>: ledgers that are not closed, by programme id. Curator and head get those of the municipality.
 * Everybody else gets those in which they are or are awaited as members, and those in which they are a former candidate who consented
 * to something about their data. People who speak as curator or head also get closed ones with a withdrawn consent to settle. Requests
 * that ended without becoming a programme are listed too.
 */
export interface LedgerListings {
	ledgers: LedgerListing[]
	/** `after` of the next page; null: there are no more. */
	nextAfter: string | null
}

/** The role in which somebody last consented to something about their data, and the day. */
export interface OwnConsentSaid {
	role: Signatory
	on: IsoDate
}

export interface LedgerListing {
	programId: string
	phase: Phase
	/** From the order or, before it, from the proposal; null: nothing is proposed yet. */
	title: string | null
	mainRequest: string
	regulationId: string
	categoryId: string
	mentees: Person[]
	/** Of the newest proposal if it waits for its order, otherwise the current mentors. */
	mentors: Person[]
	/** Open decisions, under their old name. */
	openMatters: {
		id: string
		type: Decision['type']
		raisedAt: string
	}[]
	/** Of the mentees, each once. */
	organisations: string[]
	/** Whether the newest proposal waits for its order. */
	isAwaited: boolean
	/** Consents that the order needs and that are missing. */
	missingConsents: MissingConsent[]
	/**
	 * What is awaited of the reader in all their roles, in the best order to do it. Reports of the next months are in it, because a device
	 * shows it for weeks without a network.
	 */
	awaited: Awaited[]
	/** What others have answered to the reader, as long as it is listed (domain.md D18, T44). */
	news: readonly News[]
	/** Why the last step towards the order failed; null: none failed. */
	setback: Setback | null
	/** Only of a request that has ended without becoming a programme. */
	requestEnd?: RequestEnd
	/** Of a former candidate in a closed ledger; null for all others. */
	ownConsent: OwnConsent | null
	/** Lets a former candidate recognise the programme, because they see nobody in it. Null if `ownConsent` is null. */
	ownConsentSaid: OwnConsentSaid | null
	speaksAs: StaffVoice[]
	/** For curator and head: proposed mentors with conditions that they do not meet. */
	unmet: { personId: string; conditionIds: string[] }[]
}

/**
 * GET /api/forming/choices?q=<name or organisation>: the choices for a new request, by the regulation of the municipality.
 * Curator and head get the bank of mentees: people who can be chosen first, then by name, at most 50. A mentee of the bank gets only
 * themselves. 403 for everybody else.
 */
export interface FormingChoices {
	/**
	 * `hasMinors`: participants may be under 18 (domain.md R5). It and `inForce` are absent from what a device kept of an older server's
	 * answer.
	 */
	regulation: Pick<Regulation, 'id' | 'title' | 'mentee' | 'relations' | 'forms' | 'groupSize' | 'programTerm'> &
		Partial<Pick<Regulation, 'inForce'> & { hasMinors: boolean }>
	categories: FormingCategory[]
	people: FormingMentee[]
	/** How many people match, also beyond the first 50. */
	found: number
}

export interface FormingCategory {
	id: string
	wording: string
	source: Source
	/** What is checked besides the curator's choice; null: nothing. */
	check: MenteeCategory['check']
	/** The roadmap from which the programme will be made. */
	roadmap: { title: string; stages: { title: string; months: number | null; activities: number }[] }
}

export interface FormingMentee {
	person: Person
	post: string
	organisation: string | null
	/** From the bank; null: the bank has only the name. */
	entry: Pick<MenteeEntry, 'categoryId' | 'mainRequest' | 'difficulties' | 'forms'> | null
	/** Categories that they do not fit. */
	unfitCategoryIds: string[]
	/** Title of their running programme; null: there is none, and one may be requested. */
	openProgram: string | null
	/** Their open request; null: there is none. */
	requestId: string | null
}

export const shortlistFilters = ['eligible', 'profile', 'unloaded'] as const
export type ShortlistFilter = (typeof shortlistFilters)[number]

/**
 * GET /api/programs/:programId/shortlist: the bank's mentors for a request, best first, 20 a page (`page` from 1). `q`: name,
 * organisation or competence; `only`: `shortlistFilters` divided by commas; a weight from 0 to 100 under each criterion's name.
 * For curator and head of the municipality; 404 for everybody else, and if nobody can be proposed any more.
 */
export interface Shortlist {
	programId: string
	phase: Phase
	/** The current proposal; a new one names it as the one that it replaces. */
	proposalId: string | null
	mainRequest: string
	difficulties: string[]
	categoryId: string
	forms: MentorEntry['forms']
	mentees: { person: Person; organisation: string | null }[]
	regulation: Pick<Regulation, 'id' | 'title' | 'mentee' | 'relations' | 'forms' | 'categories' | 'mentorConditions'>
	weights: Weights
	candidates: ShortlistCandidate[]
	/** Mentors in the bank. */
	total: number
	/** Those of them that pass the filters. */
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
	term: ReturnType<typeof mentorTermState>
	/** Named in the current proposal. */
	isProposed: boolean
	/** Was a mentor of this programme before. */
	isFormer: boolean
	/** Null: neither the mentor nor a mentee has refused a proposal of this mentor. */
	refusal: MentorRefusal | null
}

/**
 * GET /api/preferences?role=mentee&q=&page=1&pageSize=50: the other bank of the municipality, by name. `role`: of the asking person.
 * The preference questionnaire (domain.md R17) asks mentors and mentees of the banks whom they would like to work with, before
 * anybody is proposed. 403 for everybody else. Nobody sees the answers of others: they count in the ranking of mentors, which
 * curator and head see.
 */
export interface PreferencePage extends Page<PreferenceRow> {
	role: ProgramRole
}

export interface PreferenceRow {
	id: string
	/**
	 * Null: a mentee under a regulation with participants under 18, or anybody whose date of birth is stored. Then the organisation and
	 * the post are hidden too (domain.md R11).
	 */
	name: string | null
	/** Identifies a person without a name among the people of the bank; null: they have a name. */
	number: number | null
	organisation: string | null
	/** Of the organisation; null: unknown. */
	kind: OrganisationKind | null
	post: string
	/** A mentor's competences, or a mentee's main request; never their difficulties or category. */
	about: string
	/** The asking person's answer; null: not yet. */
	liking: Liking | null
}

/** PUT /api/preferences/:personId → 204; null removes the answer. 404: nobody in the other bank has this id. */
export interface SavedPreference {
	role: ProgramRole
	liking: Liking | null
}

/**
 * GET /api/programs/:programId/reports/:submissionId: what the mentor has submitted for the same report and day in other programmes of
 * the municipality, without what was returned. For that mentor, and for the curator and the head of the municipality; 404 for everybody
 * else.
 */
export interface OtherReportSections {
	others: ReportSection[]
}

/**
 * GET /api/programs/:programId/report-words?of=key (`reportKeyOf`): what the pair wrote for a report that the curator signs in the
 * mentor's place (domain.md L2), once it is to be signed. For that curator; 404 for everybody else, and before.
 */
export interface ReportWords {
	/** The pair's own words by the key of the drawn line. */
	lines: Readonly<Record<string, string>>
	conclusions: string
	remark: string
	/** The mentor's events, as the mentor's own draft lists them (domain.md T48). */
	attended: AttendedEvent[]
}

export interface LedgerEndpoints {
	'POST /api/ledger': { body: LedgerCommands; answer: LedgerAnswers }
	/** `after`: only entries with a higher sequence. */
	'GET /api/programs/:programId/ledger': { query: { after: number }; answer: LedgerReading }
	'GET /api/programs/:programId/reports/:submissionId': { answer: OtherReportSections }
	'GET /api/programs/:programId/report-words': { query: { of: string }; answer: ReportWords }
	'GET /api/ledgers': { query: { after: string }; answer: LedgerListings }
	'GET /api/ledgers/events': { answer: never }
	'GET /api/forming/choices': { query: { q: string }; answer: FormingChoices }
	'GET /api/programs/:programId/shortlist': {
		query: { q: string; only: string; page: number } & Weights
		answer: Shortlist
	}
	'GET /api/preferences': { query: { role: ProgramRole } & PageQuery; answer: PreferencePage }
	'PUT /api/preferences/:personId': { body: SavedPreference }
}
