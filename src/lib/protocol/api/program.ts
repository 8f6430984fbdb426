/**
 * The JSON API under /api: paths, and what goes in and out. Types only; the server checks what
 * comes in with the schemas beside its endpoints. Long, as it is what every screen and every device has in common; what one screen
 * asks stands in a file of its own.
 */
import type { IsoDate } from '#domain/calendar.ts'
import type { PlanChange } from '#domain/plan/history/change.ts'
import type { MentorReport } from '#domain/ledger/offers.ts'
import type { PlanEvent } from '#domain/plan/event.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import type { InvitedRole, PartEnding, ProgramRole, StaffRole } from '#domain/access.ts'

export type ErrorCode = 'invalid' | 'unauthorized' | 'not_found' | 'conflict' | 'too_large' | 'internal'

/** The body of every answer outside 200–299. `field` names the input a person should mend. */
export interface ApiError {
	error: { code: ErrorCode; field?: string }
}

/** GET /api/health */
export interface Health {
	status: 'ok'
	version: string
}

export interface Person {
	id: string
	/** As addressed: «Ковалёв Виктор Андреевич» split, because papers and greetings differ. */
	name: string
	familyName: string
	givenName: string
	patronymic: string
}

export interface Page<Row> {
	rows: Row[]
	page: number
	pageSize: number
	/** Rows after search and filters, all pages. */
	count: number
}

export interface Order {
	number: string
	date: IsoDate
}

export interface Participant {
	person: Person
	role: ProgramRole
}

export interface FormerParticipant extends Participant {
	/** Of their part, by the municipality's calendar. Absent from what a device kept of an older server's list. */
	lastDay?: IsoDate
}

export interface ProgramListing {
	id: string
	title: string
	/** The asking person's role in it; staff see `curator` or `head`. */
	role: ProgramRole | StaffRole
	/** `notes` only for participants. */
	documents: { plan: string; notes?: string }
	organisation: string
	startsOn: string
	termMonths: number
	/** ISO instant the asking participant's right ended; null: it has not. What their device holds stays theirs. */
	endedAt: string | null
	/**
	 * How: with the programme, which they read on (`closure`); by a release, a replacement or an order (`decision`): they read what was
	 * until then, and are listed what was then; null: by a curator's hand. Absent from what a device kept of an older server's list.
	 */
	endedBy?: PartEnding | null
	participants: Participant[]
	/** Those whose part has ended: what they wrote bears their names. Absent from what a device kept of an older server's list. */
	formerParticipants?: FormerParticipant[]
	/** Null until the relay has projected the plan once. */
	summary: ProgramSummary | null
}

export interface OwnOrganisation {
	/** «Школа № 4, Школа № 14»: of several, all of them. */
	name: string
	/** «Педагог-навигатор»: as the municipality's regulation calls the role there; null: it has none in organisations of this kind, or several. */
	title: string | null
}

/** GET /api/me */
export interface Me {
	person: Person
	roles: (ProgramRole | StaffRole)[]
	municipality: { id: string; name: string; timeZone: string } | null
	/** Whose curator or head the person is; null or absent: of none. */
	organisation?: OwnOrganisation | null
	programs: ProgramListing[]
	isDemo: boolean
	/** Names the session for POST /api/sign-out; it opens nothing. */
	session: string
}

/** GET /api/demo/people */
export interface DemoPeople {
	people: {
		id: string
		name: string
		roles: (ProgramRole | StaffRole)[]
		/** Whose curator or head the person is; null: of none. */
		organisation: string | null
		programs: string[]
	}[]
}

/** POST /api/demo/sign-in */
export interface DemoSignIn {
	person: string
}

/** POST /api/sign-in */
export interface SignIn {
	login: string
	password: string
}

/** POST /api/sign-out. Only the named session ends, whichever the cookie is of: a word that was long on its way. Without a name, the cookie's. */
export interface SignOut {
	session?: string
}

/** One participant's line on the board. */
export interface BoardParticipant {
	personId: string
	name: string
	role: ProgramRole
	/** The first day of their part. */
	startsOn: string
	/** ISO instant a device of theirs last spoke to the relay; null: never. */
	lastSeenAt: string | null
	/** True when a stored edit of somebody else has not reached any device of theirs. */
	isBehind: boolean
	/**
	 * As last reported by their devices, summed; null: never reported. A device that fell silent more than 90 days before
	 * the newest word of the person's other devices does not count: it is lost, or cleared, and nothing will come from it.
	 */
	unsent: number | null
	isOnline: boolean
	/** ISO instant their right to the programme ended; null: it has not. */
	endedAt: string | null
	/** Edits of theirs in the holding log. Given their right back, their devices bring them by themselves, those set aside, too. */
	held: { waiting: number; setAside: number }
	/** The last heard first. */
	devices: BoardDevice[]
}

/** What a device of a participant last said of the programme's plan; null: it never said. */
export interface BoardDevice {
	deviceId: string
	appVersion: string | null
	unsent: number | null
	freeBytes: number | null
	isPersisted: boolean | null
	/** ISO instant. */
	lastSeenAt: string
	/** True when a stored edit of somebody else has not reached it. */
	isBehind: boolean
}

/** `suspended`: it has no mentor now, or no mentee. */
export type ProgramPhase = 'running' | 'suspended' | 'closed'

export interface BoardRow {
	programId: string
	phase: ProgramPhase
	/** Null while it is not closed. `reason`: as its regulation words it. */
	closure: { lastDay: string; reason: string } | null
	title: string
	organisation: string
	startsOn: string
	termMonths: number
	done: number
	total: number
	overdue: number
	summary: ProgramSummary | null
	/** Who answers for it by its regulation; of a group maybe several (domain.md T2). */
	units: string[]
	/** Of the mentors at work, by day (domain.md T3, T55). */
	reports: MentorReport[]
	/** Those whose part has ended come last: a curator may let them return. */
	participants: BoardParticipant[]
	/** Edits in the holding log that wait for a decision. */
	held: number
	/** ISO instant of the newest stored edit of the plan; null: untouched since creation. */
	editedAt: string | null
}

/**
 * GET /api/board?q=&attention=overdue|silent|behind&phase=closed&unit=&page=1&pageSize=100. Closed ones are shown only by
 * themselves; `unit`: only those it answers for.
 */
export interface Board {
	rows: BoardRow[]
	/** Which units there are to choose from. */
	units: string[]
	/**
	 * Of all in view, or of the chosen unit's, before other filters. The closed ones are counted in `closed` only; `held` is of all
	 * in view, closed ones as well.
	 */
	totals: { programs: number; overdue: number; silent: number; behind: number; held: number; closed: number }
	page: number
	pageSize: number
	/** Rows after filters, all pages. */
	count: number
	/** ISO instant. */
	at: string
}

/** POST /api/invitations, by curator, head or administrator. 403 with the field `role`: it is not theirs to give. */
export interface NewInvitation {
	familyName: string
	givenName: string
	patronymic: string
	role: InvitedRole
	/** Of a role in one organisation: which, and the person works there; null or absent of every other. */
	organisationId?: string | null
	/** By which such a role is given; null or absent: nobody has said. */
	order?: Order | null
}

/** Answer to POST /api/invitations: the link is shown once and never again. */
export interface CreatedInvitation {
	invitation: InvitationListing
	link: string
	/** The same to be said: «АВ234-КМ567». */
	code: string
}

/** GET /api/invitations → { invitations }. DELETE /api/invitations/:id withdraws one that is not accepted: its link is void; 403: its role is not theirs to give. */
export interface InvitationListing {
	id: string
	personName: string
	role: InvitedRole
	createdAt: string
	expiresAt: string
	acceptedAt: string | null
	/** Whom it makes, or, for somebody of the registry, to whom it gives a way in. */
	personId: string
	isForKnown: boolean
	/** Null: the server itself. */
	madeBy: string | null
}

/** GET /api/invitations/by-token/:token */
export interface InvitationPreview {
	personName: string | null
	role: InvitationListing['role']
	municipality: string | null
	/** Of that municipality. */
	timeZone: string | null
	expiresAt: string
}

/** POST /api/invitations/by-token/:token/accept. Names only where the preview has none. */
export interface AcceptInvitation {
	login: string
	password: string
	familyName?: string
	givenName?: string
	patronymic?: string
	/** The first administrator names the municipality. */
	municipality?: string
	/** Its IANA time zone, as the browser says; the server's own when left out. */
	timeZone?: string
}

/** GET /api/programs/:programId/history?before=<sequence>, newest first; 50 entries a page. */
export interface HistoryPage {
	entries: HistoryEntry[]
	/** Their authors, also those who are in the programme no more. */
	people: Person[]
	/** `before` of the next page; null: there is nothing older. */
	nextBefore: number | null
}

/**
 * A stretch of the plan's history. `sitting`: one person's edits with pauses of at most 15 minutes;
 * `day` and `week`: older history, thinned; `start`: the plan as it was made, or all that is older than 24 months.
 */
export interface HistoryEntry {
	kind: 'sitting' | 'day' | 'week' | 'start'
	/**
	 * The plan as it was right after is GET /api/programs/:programId/history/<sequence>, or `newest`: one Yjs update in V1,
	 * `last-modified` the moment.
	 */
	sequence: number
	/** ISO instants the server received the first and the last edit of it. */
	from: string
	at: string
	/** Whose devices brought it to the server. Empty: the server itself. */
	authorIds: string[]
	/** Who accepted it on review, at `at`; of a day or a week: who accepted some of it. */
	acceptedBy: string[]
	/**
	 * The file all of it came in: whom the file names as its author, and when `authorIds` took it in, by their clock. Null: it
	 * came by itself, or among it is what a file has brought (`events`) and nothing says what.
	 */
	file: { from: string; takenAt: string } | null
	/** What was done as a whole, oldest first; each in a sitting of its own until the history is thinned. */
	events: PlanEvent[]
	/** At most 500, and of a page 2,000 but for the first 20 of each entry. */
	changes: HistoryChange[]
	/** Changes beyond those. */
	moreChanges: number
}

/** `sequence` and `at`: of the edit that completed it, as in HistoryEntry. */
export type HistoryChange = PlanChange & { sequence: number; at: string }

/**
 * GET /api/held: edits whose author had lost the right to send them (sync.md R3), those that wait first, each newest first; at most 200. By
 * curator or head.
 */
export interface HeldEdits {
	held: HeldEdit[]
}

/** What one person brought from one device in one sitting: often many edits, decided on as one. */
export interface HeldEdit {
	/** Of just the edits that were there when it was listed. */
	id: string
	/** How many edits it is. */
	count: number
	programId: string
	programTitle: string
	author: Person
	/** ISO instant, of the newest. */
	receivedAt: string
	/** `entered`: nobody accepted it, and the document holds all of it by now: somebody who may has brought it, or deleted the same. */
	state: 'waiting' | 'accepted' | 'set-aside' | 'entered'
	/** Of the last decision, also of one that it then entered against. Null: there was none. */
	decidedBy: Person | null
	decidedAt: string | null
	/** ISO instant it was found to have entered; null: it has not, or was accepted. */
	enteredAt: string | null
	/** The author may write in it again: whatever is decided, what their device still has comes in when that connects. Not asked of what is accepted. */
	isAccessBack: boolean
}

/** GET /api/held/:id. What accepting would change now; of what is accepted, what it changed then. */
export interface HeldReading {
	/** At most 20. Null: private notes, which only the pair reads. */
	changes: PlanChange[] | null
	/** Changes beyond those. */
	moreChanges: number
	/** False: nothing of it can be applied to the document as it is, and it is not accepted. */
	isReadable: boolean
	/** So many of its edits cannot be applied: when it is accepted, they stay as they are. */
	unreadable: number
	/** Some of what it brought is in the document already; the changes are what is not. */
	isPartlyIn: boolean
}

/** POST /api/held/:id. What is set aside can still be accepted later; what is accepted or has entered stays in the document. */
export interface HeldDecision {
	decision: 'accepted' | 'set-aside'
}
