/**
 * The JSON API of programmes, the board, invitations, history and late edits, and what all of the API shares. Nearly only types; the server
 * checks requests with the schemas beside its endpoints. The file is long, because every screen and device uses it; the requests of
 * single screens have files of their own in this folder.
 */
import type { IsoDate } from '#domain/calendar.ts'
import type { PlanChange } from '#domain/plan/history/change.ts'
import type { MentorReport } from '#domain/ledger/reports.ts'
import type { Requisites } from '#domain/papers/facts.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { PlanEvent } from '#domain/plan/event.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { ProgramSummary } from '#domain/summary.ts'
import type { InvitedRole, MembershipEnding, ProgramRole, RouteReader, StaffRole } from '#domain/access.ts'

export type ErrorCode = 'invalid' | 'unauthorized' | 'not_found' | 'conflict' | 'too_large' | 'internal'

/** The body of every answer outside 200–299. `field` names the input to correct. */
export interface ApiError {
	error: { code: ErrorCode; field?: string }
}

/** GET /api/documents/:documentId/check: what the server reads of the document from its disk. */
export interface DocumentCheck {
	epoch: number
	/** Made by Y.encodeSnapshot, base64. */
	snapshot: string
}

/** GET /api/health */
export interface Health {
	status: 'ok'
	version: string
}

export interface Person {
	id: string
	/** The whole name, «Ковалёв Виктор Андреевич»; also in parts, because papers and greetings differ. */
	name: string
	familyName: string
	givenName: string
	patronymic: string
}

export interface Page<Row> {
	rows: Row[]
	page: number
	pageSize: number
	/** Rows after search and filters, on all pages. */
	count: number
}

/** What asks for a page. */
export interface PageQuery {
	q?: string | undefined
	page?: number | undefined
	pageSize?: number | undefined
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
	/** The last day of their membership, by the municipality's calendar. Absent in a list that a device stored from an older server. */
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
	/** ISO instant when the asking participant's right ended; null: it has not. Their device keeps its copy. */
	endedAt: string | null
	/**
	 * How it ended. `closure`: with the programme; they still read all of it. `decision`: by a release, a replacement or an order; they
	 * read and see listed the state of that moment. Null: a curator ended it. Absent in a list that a device stored from an older server.
	 */
	endedBy?: MembershipEnding | null
	participants: Participant[]
	/** People whose membership has ended: their texts show their names. Absent in a list that a device stored from an older server. */
	formerParticipants?: FormerParticipant[]
	/** Who edits the plan of an owner that is no programme of people; to a person whose right has ended, only they. Absent: nobody else. */
	editors?: Person[]
	/** Null until the projector has summarised the plan once. */
	summary: ProgramSummary | null
	/** The newest update of the plan that `summary` includes. Absent in a list that a device stored from an older server. */
	summarySequence?: number
	/** Null: no edition of the plan is approved. Absent in a list that a device stored from an older server: then it is not known. */
	approved?: ApprovedPlan | null
	/**
	 * Present: it is a mentee's educational route (domain.md T10), and no programme. The title is the mentee's name, for the mentee that of
	 * the document. The mentor has the role `mentor` in it and only reads it.
	 */
	route?: { personId: string; shownTo: RouteReader[] }
	/** Of a programme: routes of its mentees that the asking person may read. Absent: none. */
	routes?: { id: string; personId: string }[]
}

/** PUT /api/route: who reads the own route beside the mentor; absent: as before. */
export interface RouteChoice {
	shownTo?: RouteReader[] | undefined
}

export interface OwnOrganisation {
	/** All of them, if there are several: «Школа № 4, Школа № 14». */
	name: string
	/** The role's name in the regulation, «Педагог-навигатор»; null: it has no role in organisations of this kind, or several. */
	title: string | null
}

/** GET /api/me */
export interface Me {
	person: Person
	roles: (ProgramRole | StaffRole)[]
	municipality: { id: string; name: string; timeZone: string } | null
	/** The organisation whose curator or head the person is; null or absent: none. */
	organisation?: OwnOrganisation | null
	/** In which they take or took part, and plans of other owners that they edit. What staff oversee is on the board. */
	programs: ProgramListing[]
	isDemo: boolean
	/** Names the session for POST /api/sign-out; it gives no access. */
	session: string
}

/** GET /api/me?or=nobody, if nobody is signed in: without the query it is 401, which a browser reports as an error of the page. */
export interface Nobody {
	isNobody: true
}

/** GET /api/demo/people */
export interface DemoPeople {
	people: {
		id: string
		name: string
		roles: (ProgramRole | StaffRole)[]
		/** The organisation whose curator or head the person is; null: none. */
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

/** POST /api/sign-out ends the named session, whatever the cookie, because the request may arrive late. Without a name: the cookie's. */
export interface SignOut {
	session?: string
}

/** One participant's line on the board. */
export interface BoardParticipant {
	personId: string
	name: string
	role: ProgramRole
	/** The first day of their membership. */
	startsOn: string
	/** ISO instant when the relay last received something from a device of theirs; null: never. */
	lastSeenAt: string | null
	/** Whether they have ever signed in. */
	hasSignedIn: boolean
	/** True if a stored edit of somebody else has not reached any device of theirs. */
	isBehind: boolean
	/**
	 * The sum of what their devices last reported; null: never reported. A device does not count if its last message is more than
	 * 90 days older than that of the person's other devices: it is lost or cleared, and sends nothing any more.
	 */
	unsent: number | null
	isOnline: boolean
	/** ISO instant when their right to the programme ended; null: it has not. */
	endedAt: string | null
	/** Their edits under review. If they get their right back, the server puts in those that wait; their devices may send the others. */
	held: { waiting: number; setAside: number }
	/** The most recently received first. */
	devices: BoardDevice[]
}

/** What a device of a participant last reported about the programme's plan; null: it never did. */
export interface BoardDevice {
	deviceId: string
	appVersion: string | null
	unsent: number | null
	freeBytes: number | null
	isPersisted: boolean | null
	/** ISO instant. */
	lastSeenAt: string
	/** True if a stored edit of somebody else has not reached it. */
	isBehind: boolean
}

/** `suspended`: it has no mentor or no mentee now. */
export type ProgramPhase = 'running' | 'suspended' | 'closed'

export interface BoardRow {
	programId: string
	phase: ProgramPhase
	/** Null while it is not closed. `reason`: in the words of its regulation. */
	closure: { lastDay: string; reason: string } | null
	title: string
	organisation: string
	startsOn: string
	termMonths: number
	done: number
	total: number
	overdue: number
	summary: ProgramSummary | null
	/** The units that answer for it by its regulation; a group may have several (domain.md T2). */
	units: string[]
	/** Of the current mentors, by day (domain.md T3, T55). */
	reports: MentorReport[]
	/** People whose membership has ended come last: a curator may let them return. */
	participants: BoardParticipant[]
	/** Edits under review that wait for a decision. */
	held: number
	/** ISO instant of the newest stored edit of the plan; null: unchanged since creation. */
	editedAt: string | null
}

/** More changed programmes are not named in an event or an address, which has no room for them: the whole page is read again. */
export const MOST_CHANGED = 100

/** What the board can be sorted by, besides need: its columns. */
export const boardColumns = ['program', 'road', 'sync', 'meeting', 'next', 'report'] as const
export type BoardColumn = (typeof boardColumns)[number]

/**
 * By name; share done; the contact of whoever has been silent for longest; the last meeting; the next day due, of a closed one its last
 * day; the first report that is not submitted. With `-` descending. Who has had no meeting, or has no plan, counts as the earliest; who
 * has nobody to contact, nothing due or no report to submit comes last in both directions. Equal ones come by name.
 */
export type BoardSort = BoardColumn | `-${BoardColumn}`
export const boardSorts: readonly BoardSort[] = boardColumns.flatMap((column) => [column, `-${column}` as const])

/**
 * GET /api/board?q=&attention=overdue|silent|reports|behind&phase=closed&unit=&sort=&page=1&pageSize=100&changed=. Closed programmes are
 * listed only with `phase=closed`. `unit`: only programmes that this unit answers for. Without `sort`, open ones come by need: overdue
 * activities, silence, missing reports; then by name; closed ones by name.
 */
export interface Board {
	/** With `changed`, of the page only those. */
	rows: BoardRow[]
	/** Only with `changed`: the programmes of the page. Absent also in the answers of an older server, whose `rows` are all of the page. */
	order?: string[]
	/** The units to choose from. */
	units: string[]
	/**
	 * Of all programmes that the person oversees, or of the chosen unit's, before other filters. Closed ones count only in `closed`;
	 * `held` counts all that the person oversees, closed ones too.
	 */
	totals: {
		/** Those that have begun. */
		programs: number
		/** Those whose first day is still to come; absent in the answers of an older server. */
		ahead?: number
		overdue: number
		silent: number
		/** With a report that was due before today and is not submitted. */
		reports: number
		behind: number
		held: number
		closed: number
	}
	page: number
	pageSize: number
	/** Rows after filters, on all pages. */
	count: number
	/** ISO instant. */
	at: string
	/** The server still counts: rows are missing, and the numbers are too small. */
	isCounting?: true
}

/** POST /api/invitations, by curator, head or administrator. 403 with the field `role`: they may not give this role. */
export interface NewInvitation {
	familyName: string
	givenName: string
	patronymic: string
	role: InvitedRole
	/** For a role in one organisation: that organisation, where the person works; null or absent for all other roles. */
	organisationId?: string | null
	/** The order that gives such a role; null or absent: unknown. */
	order?: Order | null
}

/** Answer to POST /api/invitations: the link is in this answer only. */
export interface CreatedInvitation {
	invitation: InvitationListing
	link: string
	/** The same as a code to read aloud: «АВ234-КМ567». */
	code: string
}

/**
 * GET /api/invitations → { invitations }. DELETE /api/invitations/:id withdraws one that is not accepted: its link becomes invalid; 403:
 * the person may not give this role.
 */
export interface InvitationListing {
	id: string
	personName: string
	role: InvitedRole
	createdAt: string
	expiresAt: string
	acceptedAt: string | null
	/** The person it creates or, for somebody in the registry, to whom it gives a way in. */
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
	/** The municipality's. */
	timeZone: string | null
	/** For a municipality that is yet to be founded; absent in the answer of an older server. */
	regulations?: ShippedRegulation[]
	expiresAt: string
}

/** A municipality begins with one of them, and may copy and change it. */
export interface ShippedRegulation {
	id: string
	title: string
	inForce: Regulation['inForce']['value']
}

/** POST /api/invitations/by-token/:token/accept. Names only where the preview has none. */
export interface AcceptInvitation {
	login: string
	password: string
	familyName?: string
	givenName?: string
	patronymic?: string
	/** The first administrator founds the municipality: its name. */
	municipality?: string
	/** Its IANA time zone; if absent, the server's own. */
	timeZone?: string
	/** Of a shipped regulation; if absent, the table's own default value. */
	regulationId?: string
	/** Absent: its curator or head enter them later. */
	requisites?: Requisites
}

/** GET /api/programs/:programId/history?before=<sequence>, newest first; 50 entries a page. */
export interface HistoryPage {
	entries: HistoryEntry[]
	/** Their authors, also former participants. */
	people: Person[]
	/** `before` for the next page; null: there is nothing older. */
	nextBefore: number | null
}

/**
 * A stretch of the plan's history. `sitting`: one person's edits with pauses of at most 15 minutes; `day` and `week`: older history,
 * thinned; `start`: the plan as it was created, or everything older than 24 months.
 */
export interface HistoryEntry {
	kind: 'sitting' | 'day' | 'week' | 'start'
	/**
	 * GET /api/programs/:programId/history/<sequence>, or `newest`, returns the plan right after this entry: one Yjs update in V1, with
	 * its moment in `last-modified`.
	 */
	sequence: number
	/** ISO instants when the server received its first and its last edit. */
	from: string
	at: string
	/** The people whose devices sent it to the server. Empty: the server itself. */
	authorIds: string[]
	/** Who accepted it in a review, at `at`; for a day or a week: everybody who accepted some of it. */
	acceptedBy: string[]
	/**
	 * The file that all of it was imported from: its author by the file's own word, and when `authorIds` imported it, by their clock.
	 * Null: no file, or some of it was imported (`events`) and nothing says which part.
	 */
	file: { from: string; takenAt: string } | null
	/** Restorations and file imports, oldest first; each in a sitting of its own until the history is thinned. */
	events: PlanEvent[]
	/** At most 500; at most 2,000 on a page, except that each entry has its first 20. */
	changes: HistoryChange[]
	/** How many changes there are beyond those. */
	moreChanges: number
}

/** `sequence` and `at`: of the edit that completed the change, as in HistoryEntry. */
export type HistoryChange = PlanChange & { sequence: number; at: string }

/**
 * GET /api/held: late edits, whose author had lost the right to send them (sync.md R3); waiting ones first, each group newest first; at
 * most 200. For curator or head.
 */
export interface LateEdits {
	held: LateEdit[]
}

/** What one person sent from one device in one sitting: often many edits, reviewed as one. */
export interface LateEdit {
	/** Stands for exactly the edits that existed when it was listed. */
	id: string
	/** How many edits it contains. */
	count: number
	programId: string
	programTitle: string
	author: Person
	/** ISO instant, of the newest. */
	receivedAt: string
	/** `entered`: it waited when the author got their right back, and the server put it into the document. */
	state: 'waiting' | 'accepted' | 'set-aside' | 'entered'
	/** Of the last review; null: there was none. */
	decidedBy: Person | null
	decidedAt: string | null
	/** ISO instant; null: it has not entered. */
	enteredAt: string | null
	/** It is set aside and the author may edit again: their device will send it when it connects, if it still has it. */
	isAccessBack: boolean
}

/** GET /api/held/:id. What accepting it would change now; if it is accepted, what it changed then. */
export interface LateEditReading {
	/** At most 20. Null: private notes, which only the pair reads. */
	changes: PlanChange[] | null
	/** How many changes there are beyond those. */
	moreChanges: number
	/** False: nothing of it can be applied to the document as it is, and it cannot be accepted. */
	isReadable: boolean
	/** How many of its edits cannot be applied: they stay under review when the others are accepted. */
	unreadable: number
}

/** POST /api/held/:id. A set-aside edit can still be accepted later; an accepted or entered one stays in the document. */
export interface ReviewOutcome {
	decision: 'accepted' | 'set-aside'
}

export interface BoardQuery {
	q?: string
	attention?: 'overdue' | 'silent' | 'reports' | 'behind'
	/** Only closed programmes. Without it, only those that are not closed. */
	phase?: 'closed'
	/** Only programmes that this unit answers for. */
	unit?: string
	/** Absent: by need. */
	sort?: BoardSort
	page?: number
	pageSize?: number
	/** Ids of programmes, separated by commas: of the page only their rows are read. */
	changed?: string
}

export interface ProgramEndpoints {
	'GET /api/health': { answer: Health }
	'GET /api/documents/:documentId/check': { answer: DocumentCheck }
	/** Everything in the document, as `encodeDocumentState` writes it. */
	'GET /api/documents/:documentId/state': { query: { or: 'nobody' }; answer: Nobody }
	'GET /api/me': { query: { or: 'nobody' }; answer: Me | Nobody }
	/** For whoever takes part in it or oversees it. */
	'GET /api/programs/:programId': { answer: ProgramListing }
	/** Begins the asking mentee's educational route, or chooses anew who reads it. */
	'PUT /api/route': { body: RouteChoice; answer: { id: string } }
	'GET /api/demo/people': { answer: DemoPeople }
	'GET /api/board': { query: BoardQuery; answer: Board }
	'GET /api/board/events': { answer: never }
	'GET /api/held': { answer: LateEdits }
	'GET /api/held/:id': { answer: LateEditReading }
	'POST /api/held/:id': { body: ReviewOutcome }
	/** Without `before`, the newest entries. From the server only: the device keeps no history. */
	'GET /api/programs/:programId/history': { query: { before: number | undefined }; answer: HistoryPage }
	'GET /api/programs/:programId/history/:sequence': { answer: never }
	'GET /api/programs/:programId/editions/:hash': { answer: never }
	/** For curator and head, like the two below. From now on the participant's edits go under review. */
	'POST /api/programs/:programId/participants/:personId/end': object
	'POST /api/programs/:programId/participants/:personId/return': object
	/** Deletes it for everybody; this cannot be undone. */
	'DELETE /api/programs/:programId': object
}
