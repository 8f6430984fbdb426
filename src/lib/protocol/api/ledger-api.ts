/** The JSON API of ledgers, beside `api.ts`: what people state in their own name, and who reads it. Types only. */
import type { IsoDate } from '#domain/calendar.ts'
import type { BareFacts, OwnConsent, RequestEnd } from '#domain/ledger/appointments.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import type { Entry, Phase } from '#domain/ledger/ledger.ts'
import type { MentorReport } from '#domain/ledger/offers.ts'
import type { MissingConsent, Setback } from '#domain/ledger/consents.ts'
import type { News } from '#domain/ledger/chronicle.ts'
import type { Appointment } from '#domain/ledger/parts.ts'
import type { Signer } from '#domain/ledger/signing.ts'
import type { Command, Matter } from '#domain/ledger/statement.ts'
import type { OrganisationKind, Regulation, Signatory } from '#domain/regulation/schema.ts'
import type { Person } from './program.ts'

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
