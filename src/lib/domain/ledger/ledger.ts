/**
 * The ledger of a programme: its statements in order, and the state that follows from them. The state is only the result of
 * applying the entries one after the other. A stored state is a copy that may be thrown away. The file is long because the state
 * and the common questions about it are read together.
 */
import type { IsoDate } from '../calendar.ts'
import type { GroundFinding } from './incentive.ts'
import type { ReportedResult } from '../plan/due-dates.ts'
import type { ConsentKind, ConsultationMode, MentoringForm, Relation, Signatory } from '../regulation/schema.ts'
import type { Decision, FormerException, Fulfilment, Statement } from './statement.ts'

export interface Entry {
	/** The id of the command. */
	id: string
	programId: string
	/** Position among the programme's entries, from 1. */
	sequence: number
	/** ISO instant by the server's clock. */
	at: string
	/** The day of that instant in the municipality's time zone. */
	on: IsoDate
	by: Speaker
	/** ISO instant by the server's clock, as this device knows it. */
	saidAt: string
	/**
	 * In somebody else's consent, the sheet is empty and the representative is null for a reader who may not read them
	 * (`chronicle.ts`).
	 */
	statement: Statement | Fulfilment | FormerException
	/** Only for a raised decision: the roles that must sign it, by the regulation of that day. */
	signatories?: readonly Signatory[]
	/** Only for a signature of staff: who appointed them to the role they sign in, and when; absent: not known. */
	appointment?: StaffAppointment
	/** Only for a cancelled incentive: what was known on that day about the grounds it names (domain.md T48). */
	findings?: readonly GroundFinding[]
	/** Only for a raised closure: how much of the plan was done. Absent in entries from before it was recorded. */
	progress?: ClosureProgress
}

/** Against the last approved edition, if there is one (`summary.ts`). */
export interface ClosureProgress {
	done: number
	total: number
	cancelled: number
}

/** `by`: the name as of that day. `at`: ISO instant. */
export interface StaffAppointment {
	by: string
	at: string
}

export interface Speaker {
	personId: string
	/** Family name, given name, patronymic, as of that day. */
	name: string
	role: Signatory
}

/** Who asks what they may state. */
export type Asker = Pick<Speaker, 'personId' | 'role'>

/** `requested`: a mentor is sought. `proposed`: consents and the order are awaited. `active`: the order is in force. */
export type Phase = 'requested' | 'proposed' | 'active' | 'closed'
/** The phases before the order. */
export const formingPhases: readonly Phase[] = ['requested', 'proposed']

export interface Ledger {
	programId: string
	/** Of the newest entry; 0: there are no entries. */
	sequence: number
	phase: Phase
	request: (Extract<Statement, { type: 'request' }> & { id: string }) | null
	/** The request was withdrawn before any order: the ledger is closed without a closure. */
	requestWithdrawal: { by: Speaker; at: string; ground: string } | null
	/** The order that put the mentee into a group fulfilled this request: the ledger is closed without a closure. `title`: of the group. */
	requestFulfilment: { at: string; groupId: string; title: string } | null
	/** The newest proposal; null until a curator proposes. */
	proposal: Proposal | null
	/** Earlier proposals that somebody refused, oldest first. */
	refusedProposals: readonly Proposal[]
	/** Consents that were not withdrawn. */
	consents: readonly Consent[]
	/** Withdrawals of consents to personal data that the curator has not settled and that no new consent has replaced. */
	consentWithdrawals: readonly ConsentWithdrawal[]
	matters: readonly RaisedDecision[]
	/** Filled from the order on; includes members whose membership has ended. */
	members: readonly Member[]
	/** Null before the order. */
	term: { startsOn: IsoDate; months: number } | null
	title: string | null
	/** Empty before the order. */
	forms: readonly MentoringForm[]
	relation: Relation | null
	/** Of editions; only the newest presentation of each. */
	presentations: readonly Presentation[]
	remarks: readonly Remark[]
	/** Of mentees at the end; of each only the newest. */
	feedback: readonly Feedback[]
	consultations: readonly Consultation[]
	/** Numbers and days of orders in the authority's journal; a later entry replaces an earlier one. */
	registrations: readonly { matterId: string; number: string; on: IsoDate }[]
	acquaintances: readonly { matterId: string; personId: string; at: string }[]
	/** By activity id; only the newest. */
	acceptances: Readonly<Record<string, { by: Speaker; at: string; title: string }>>
	cancelledIncentives: readonly { mentorId: string; groundIds: readonly string[]; ground: string; on: IsoDate }[]
	/** Evidence of mentors' work, without withdrawn records. */
	evidence: readonly RecordedEvidence[]
	/** In the order in which they were submitted. */
	reports: readonly SubmittedReport[]
	/** Specialists that mentors have involved, including those who no longer help; oldest first. */
	specialists: readonly Specialist[]
	closure: { reasonId: string; lastDay: IsoDate; conclusion: string; matterId: string } | null
}

export interface Specialist extends Omit<Extract<Statement, { type: 'involve-specialist' }>, 'type'> {
	/** The id of its entry. */
	id: string
	by: Speaker
	from: IsoDate
	/** Last day; null: they still help. */
	until: IsoDate | null
}

/** A report that a mentor submitted (domain.md T3, T55). */
export interface SubmittedReport {
	/** The id of its entry, which has the text. */
	id: string
	mentorId: string
	reportId: string
	dueOn: IsoDate
	/** The result of a stage that it is; absent: it reports on a period. */
	result?: ReportedResult
	on: IsoDate
	/** The returned submission that it replaces; null: it is the first. */
	insteadOf: string | null
	/** The curator's; null: it waits for one. `remarks`: null if it was accepted. */
	answer: { by: Speaker; on: IsoDate; remarks: string | null } | null
}

export interface RecordedEvidence {
	/** The id of its entry. */
	id: string
	mentorId: string
	evidence: Extract<Statement, { type: 'record-evidence' }>['evidence']
	on: IsoDate
	by: Speaker
	at: string
}

export type Proposal = Extract<Statement, { type: 'propose' }> & {
	id: string
	on: IsoDate
	/** The refusal by a proposed mentor or by a mentee; a ground is optional. Null: nobody has refused. */
	refusal: { by: Speaker; at: string; ground: string | null } | null
}

export interface Consent {
	/** The id of its entry, which has the sheet. */
	id: string
	personId: string
	kind: ConsentKind
	at: string
	/** The proposal it was given for. Null for consents to data: they outlive a change of the proposal. */
	proposalId: string | null
}

export interface ConsentWithdrawal {
	/** The id of its entry. */
	id: string
	personId: string
	on: IsoDate
}

/** `superseded`: another decision of its kind was raised, or its subject or a required signatory is gone. */
export type Outcome = 'open' | 'in-force' | 'declined' | 'withdrawn' | 'superseded'

export interface RaisedDecision {
	id: string
	matter: Decision
	raisedBy: Speaker
	raisedAt: string
	signatures: readonly Signature[]
	/** The roles that must sign, in the regulation's order. */
	signatories: readonly Signatory[]
	outcome: Outcome
	/** The ground of a decline. */
	ground: string | null
	/** Who declined it. Absent if nobody did, or in a stored state older than this field. */
	decline?: Signature
	/** The day of the outcome; null while the decision is open. */
	settledOn: IsoDate | null
	/** Only of a closure: as when it was raised. Absent in a stored state older than this field. */
	progress?: ClosureProgress
}

export interface Signature {
	by: Speaker
	at: string
	appointment?: StaffAppointment
}

export interface Presentation {
	matterId: string
	presentedOn: IsoDate
	isPositive: boolean
	conclusion: string
	by: Speaker
	at: string
}

export interface Member {
	personId: string
	role: 'mentor' | 'mentee'
	from: IsoDate
	/** Last day; null: the membership lasts. */
	until: IsoDate | null
	/** Suspended by hand: until reinstated, the member neither writes nor signs. */
	isSuspended: boolean
}

export interface Remark {
	id: string
	by: Speaker
	at: string
	/** The id of an activity of the plan or of a decision; null: the whole programme. */
	about: string | null
	/** Title of the activity on that day. */
	title: string | null
	text: string
	answers: readonly { by: Speaker; at: string; text: string }[]
}

export interface Feedback extends Omit<Extract<Statement, { type: 'feedback' }>, 'type'> {
	/** The id of its entry. */
	id: string
	by: Speaker
	at: string
}

/** A mentee's request for advice. `statements/consultation.ts` computes its status (domain.md D18). */
export interface Consultation {
	/** The id of its entry. */
	id: string
	by: Speaker
	at: string
	on: IsoDate
	about: string
	mode: ConsultationMode
	/** Answers of mentors who do not take it, oldest first. */
	passes: readonly { by: Speaker; at: string; ground: string }[]
	/** The answer of the mentor who takes it. */
	appointment: { by: Speaker; at: string; on: IsoDate; where: string } | null
	/** The curator has referred it to somebody outside the programme. */
	referral:
		| ({
				by: Speaker
				at: string
				/** Who added the place, if the referral was recorded without it. Absent if that was not needed, and in older stored states. */
				place?: { by: Speaker; at: string }
		  } & Pick<Extract<Statement, { type: 'refer-consultation' }>, 'to' | 'on' | 'words'>)
		| null
	/** The mentee who asked has withdrawn it. */
	withdrawnAt: string | null
}

export function emptyLedger(programId: string): Ledger {
	return {
		programId,
		sequence: 0,
		phase: 'requested',
		request: null,
		requestWithdrawal: null,
		requestFulfilment: null,
		proposal: null,
		refusedProposals: [],
		consents: [],
		consentWithdrawals: [],
		matters: [],
		members: [],
		term: null,
		title: null,
		forms: [],
		relation: null,
		presentations: [],
		remarks: [],
		feedback: [],
		consultations: [],
		registrations: [],
		acquaintances: [],
		acceptances: {},
		cancelledIncentives: [],
		evidence: [],
		reports: [],
		specialists: [],
		closure: null
	}
}

/** The current forms; before the order, the proposed ones; empty before a proposal. */
export function formsOf({ forms, proposal }: Ledger): readonly MentoringForm[] {
	return forms.length > 0 ? forms : (proposal?.forms ?? [])
}

/** Why these forms (domain.md T14, S30): as the curator proposed them, or as a change gave them later; '' if nobody said. */
export function formsBasisOf(ledger: Ledger): string {
	const current = formsOf(ledger).join()
	const changes = ledger.matters.flatMap(({ matter, outcome }) =>
		matter.type === 'change' && outcome === 'in-force' && matter.forms?.join() === current ? [matter.ground] : []
	)
	const isProposed = ledger.proposal?.forms.join() === current
	return (isProposed && ledger.proposal?.formsBasis) || (changes.at(-1) ?? '')
}

/** Members whose membership lasts and who are not suspended. */
export function currentMembers(ledger: Ledger, role?: Signatory): readonly Member[] {
	return ledger.members.filter(
		(member) => member.until === null && !member.isSuspended && (role === undefined || member.role === role)
	)
}

export function currentMentorIds(ledger: Ledger): string[] {
	return currentMembers(ledger, 'mentor').map(({ personId }) => personId)
}

/** Whether the person takes part by the order, suspended or not. */
export function isLastingMember({ members }: Ledger, personId: string, role: Signatory): boolean {
	return members.some((member) => member.personId === personId && member.role === role && member.until === null)
}

/** The newest membership as a mentor, which may be over; undefined: the person has never mentored here. */
export function lastMentoring({ members }: Pick<Ledger, 'members'>, mentorId: string): Member | undefined {
	return members.findLast(({ personId, role }) => personId === mentorId && role === 'mentor')
}

/**
 * The mentees of the programme. Before the order: those of the request. Under way: the current mentees. After the closure: those
 * whose membership lasted to the end.
 */
export function menteeIdsOf(ledger: Ledger): readonly string[] {
	const { phase, request, closure } = ledger
	if (closure !== null) return menteesUntil(ledger, closure.lastDay)
	if (phase !== 'active') return request?.menteeIds ?? []
	return currentMembers(ledger, 'mentee').map(({ personId }) => personId)
}

/** The current mentors; in a closed programme, those who mentored to the end, or the last ones. */
export function mentorIdsOf(ledger: Ledger): readonly string[] {
	if (ledger.closure === null) return currentMentorIds(ledger)
	const mentors = ledger.members.filter(({ role }) => role === 'mentor')
	const lastDay = mentors.map(({ until }) => until ?? '').reduce((one, other) => (one > other ? one : other), '')
	return mentors.filter(({ until }) => until === lastDay).map(({ personId }) => personId)
}

/** The mentees by the order, also those who are suspended. */
export function lastingMenteeIds(ledger: Ledger): readonly string[] {
	return ledger.phase === 'active' ? menteesUntil(ledger, null) : menteeIdsOf(ledger)
}

function menteesUntil({ members }: Ledger, day: IsoDate | null): string[] {
	return members.filter(({ role, until }) => role === 'mentee' && until === day).map(({ personId }) => personId)
}

/** Mentees whose joining waits for signatures. */
export function joiningIds({ matters: decisions }: Ledger): readonly string[] {
	return decisions.flatMap(({ matter: decision, outcome }) =>
		decision.type === 'join' && outcome === 'open' ? [decision.menteeId] : []
	)
}

/** The mentees about whom the check of a statement may need facts: those of the request, the current ones, and those who are to join. */
export function menteesToKnow(ledger: Ledger): readonly string[] {
	return [...new Set([...(ledger.request?.menteeIds ?? []), ...menteeIdsOf(ledger), ...joiningIds(ledger)])]
}

/**
 * Whether the programme concerns the person: its members after the order; before it, the people of the request and of the proposal;
 * also a proposed successor of a mentor, and a mentee who is to join a group. Nobody in a staff role.
 */
export function isInvolved(ledger: Ledger, personId: string, role: Signatory): boolean {
	if (currentMembers(ledger, role).some((member) => member.personId === personId)) return true
	if (role === 'mentee') {
		if (ledger.phase !== 'active') return menteeIdsOf(ledger).includes(personId)
		return joiningIds(ledger).includes(personId)
	}
	return role === 'mentor' && isAwaited(ledger) && (ledger.proposal?.mentorIds.includes(personId) ?? false)
}

/** Everybody whom the programme concerns, each id once. */
export function involvedPeople(ledger: Ledger): string[] {
	const { members, request, proposal } = ledger
	const named = [
		...members.map(({ personId }) => personId),
		...(request?.menteeIds ?? []),
		...(proposal?.mentorIds ?? []),
		...joiningIds(ledger)
	]
	return [...new Set(named)].filter((id) => isInvolved(ledger, id, 'mentor') || isInvolved(ledger, id, 'mentee'))
}

/** The drafted order that waits for signatures; null: there is none. */
export function draftedOrder({ matters: decisions }: Ledger): RaisedDecision | null {
	return decisions.findLast(({ matter: decision, outcome }) => decision.type === 'order' && outcome === 'open') ?? null
}

export function isAwaited(ledger: Ledger): boolean {
	return (
		ledger.phase !== 'closed' &&
		ledger.proposal !== null &&
		ledger.proposal.refusal === null &&
		!ledger.matters.some(
			({ matter: decision, outcome }) =>
				decision.type === 'order' && decision.proposalId === ledger.proposal?.id && outcome === 'in-force'
		)
	)
}

/** All refused proposals, the newest one included if it was refused; oldest first. */
export function refusedProposals({ refusedProposals, proposal }: Ledger): readonly Proposal[] {
	return proposal === null || proposal.refusal === null ? refusedProposals : [...refusedProposals, proposal]
}

export function unansweredRemarks({ remarks }: Ledger): readonly Remark[] {
	return remarks.filter(({ answers }) => answers.length === 0)
}

export interface ApprovedEdition {
	/** Of its decision. */
	id: string
	/** From 1, in the order in which they came into force. */
	number: number
	hash: string
	on: IsoDate
}

export function approvedEditions({ matters }: Pick<Ledger, 'matters'>): ApprovedEdition[] {
	return matters
		.flatMap(({ id, matter: decision, outcome, settledOn }) =>
			decision.type === 'edition' && outcome === 'in-force' && settledOn !== null
				? [{ id, hash: decision.hash, on: settledOn }]
				: []
		)
		.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
		.map((edition, index) => ({ ...edition, number: index + 1 }))
}

/** The last edition that came into force; null: none has. */
export function approvedEdition(ledger: Pick<Ledger, 'matters'>): ApprovedEdition | null {
	return approvedEditions(ledger).at(-1) ?? null
}

export function findDecision(ledger: Ledger, decisionId: string): RaisedDecision | null {
	return ledger.matters.find(({ id }) => id === decisionId) ?? null
}
