/**
 * The ledger of a programme: what was stated, in order, and what holds because of it. The state is nothing but the
 * entries played one after the other; a state kept anywhere is a copy that may be thrown away. Long, as the state and the questions
 * that everybody asks of it are read together.
 */
import type { IsoDate } from '../calendar.ts'
import type { GroundFinding } from './incentive.ts'
import type { ConsentKind, ConsultationMode, MentoringForm, Relation, Signatory } from '../regulation/schema.ts'
import type { Fulfilment, Matter, Statement } from './statement.ts'

export interface Entry {
	/** The command's. */
	id: string
	programId: string
	/** Of the programme's entries, from 1. */
	sequence: number
	/** ISO instant by the server's clock. */
	at: string
	/** That instant's day where the municipality is. */
	on: IsoDate
	by: Speaker
	/** ISO instant by the device's clock. */
	saidAt: string
	/** The sheet of somebody else's consent is empty and names no representative for whoever may not read it (`chronicle.ts`). */
	statement: Statement | Fulfilment
	/** Only of a raised matter: who must sign it, by role, as the regulation had it that day. */
	signatories?: readonly Signatory[]
	/** Only of a cancelled incentive: what was known that day of the grounds it names (domain.md T48). */
	findings?: readonly GroundFinding[]
}

export interface Speaker {
	personId: string
	/** Family name, given name, patronymic, as they were then. */
	name: string
	role: Signatory
}

/** `requested`: a mentor is sought. `proposed`: consents and the order are awaited. `active`: the order is in force. */
export type Phase = 'requested' | 'proposed' | 'active' | 'closed'
/** Before the order. */
export const formingPhases: readonly Phase[] = ['requested', 'proposed']

export interface Ledger {
	programId: string
	/** Of the newest entry; 0: nothing was stated. */
	sequence: number
	phase: Phase
	request: (Extract<Statement, { type: 'request' }> & { id: string }) | null
	/** Of the request, before any order: then the ledger is closed without a closure. */
	requestWithdrawal: { by: Speaker; at: string; ground: string } | null
	/** By the order that has brought whoever asked into a group: then, too, it is closed without a closure. `title`: of the group. */
	requestFulfilment: { at: string; groupId: string; title: string } | null
	/** The newest; null until a curator proposes. */
	proposal: Proposal | null
	/** Earlier ones that came to nothing because somebody refused, oldest first. */
	refusedProposals: readonly Proposal[]
	/** Those that were not withdrawn. */
	consents: readonly Consent[]
	/** Of consents to personal data, that nobody has settled and nobody has made good by consenting anew. */
	consentWithdrawals: readonly ConsentWithdrawal[]
	exceptions: readonly Exception[]
	matters: readonly RaisedMatter[]
	/** From the order on; those whose part has ended, too. */
	members: readonly Member[]
	/** Null before the order. */
	term: { startsOn: IsoDate; months: number } | null
	title: string | null
	/** None before the order. */
	forms: readonly MentoringForm[]
	relation: Relation | null
	/** Of editions; of each the newest. */
	presentations: readonly Presentation[]
	remarks: readonly Remark[]
	consultations: readonly Consultation[]
	/** Orders as the authority's journal has them, the newest word on each. */
	registrations: readonly { matterId: string; number: string; on: IsoDate }[]
	acquaintances: readonly { matterId: string; personId: string; at: string }[]
	/** By activity id, the newest. */
	acceptances: Readonly<Record<string, { by: Speaker; at: string; title: string }>>
	/** Mentors whose incentive is cancelled now. */
	cancelledIncentives: readonly { mentorId: string; groundIds: readonly string[]; ground: string; on: IsoDate }[]
	/** Of mentors' work, without what was withdrawn. */
	evidence: readonly RecordedEvidence[]
	/** Whom mentors have involved, also those who help no longer; oldest first. */
	specialists: readonly Specialist[]
	closure: { reasonId: string; lastDay: IsoDate; conclusion: string; matterId: string } | null
}

export interface Specialist extends Omit<Extract<Statement, { type: 'involve-specialist' }>, 'type'> {
	/** Of its entry. */
	id: string
	by: Speaker
	from: IsoDate
	/** The last day; null: they still help. */
	until: IsoDate | null
}

export interface RecordedEvidence {
	/** Of its entry. */
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
	/** By one of those it names, whose ground is theirs to keep; null: it stands. */
	refusal: { by: Speaker; at: string; ground: string | null } | null
}

export interface Consent {
	/** Of its entry, which has the sheet. */
	id: string
	personId: string
	kind: ConsentKind
	at: string
	/** The proposal it was given for; consents to data outlive a change of the proposal. */
	proposalId: string | null
}

export interface ConsentWithdrawal {
	/** Of its entry. */
	id: string
	personId: string
	on: IsoDate
}

export interface Exception {
	mentorId: string
	conditionIds: readonly string[]
	ground: string
	by: Speaker
	at: string
}

/** `superseded`: another one of its kind was raised, or what it was about, or somebody who had to sign it, is no more. */
export type Outcome = 'open' | 'in-force' | 'declined' | 'withdrawn' | 'superseded'

export interface RaisedMatter {
	id: string
	matter: Matter
	raisedBy: Speaker
	raisedAt: string
	signatures: readonly Signature[]
	/** Who must sign, by role, in the regulation's order. */
	signatories: readonly Signatory[]
	outcome: Outcome
	/** Of a decline. */
	ground: string | null
	/** Whoever has declined it. Absent where nobody has, and in a state that was kept before it said so. */
	decline?: Signature
	/** The day the outcome came about; null while it is open. */
	settledOn: IsoDate | null
}

export interface Signature {
	by: Speaker
	at: string
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
	/** The last day; null: it lasts. */
	until: IsoDate | null
	/** By hand, until they are reinstated: they neither write nor sign. */
	isSuspended: boolean
}

export interface Remark {
	id: string
	by: Speaker
	at: string
	/** An activity of the plan, or a matter; null: the programme. */
	about: string | null
	/** Of the activity, as it was called then. */
	title: string | null
	text: string
	answers: readonly { by: Speaker; at: string; text: string }[]
}

/** A mentee's request for advice; how it stands, `consultations.ts` says (domain.md D18). */
export interface Consultation {
	/** Of its entry. */
	id: string
	by: Speaker
	at: string
	on: IsoDate
	about: string
	mode: ConsultationMode
	/** By mentors who do not take it, oldest first. */
	passes: readonly { by: Speaker; at: string; ground: string }[]
	/** By the mentor who takes it. */
	appointment: { by: Speaker; at: string; on: IsoDate; where: string } | null
	/** By the curator, to somebody outside the programme. */
	referral:
		| ({
				by: Speaker
				at: string
				/** Who said where, of one that was recorded without its place. Absent where nobody had to, and in what was stored before. */
				place?: { by: Speaker; at: string }
		  } & Pick<Extract<Statement, { type: 'refer-consultation' }>, 'to' | 'on' | 'words'>)
		| null
	/** By whoever asked. */
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
		exceptions: [],
		matters: [],
		members: [],
		term: null,
		title: null,
		forms: [],
		relation: null,
		presentations: [],
		remarks: [],
		consultations: [],
		registrations: [],
		acquaintances: [],
		acceptances: {},
		cancelledIncentives: [],
		evidence: [],
		specialists: [],
		closure: null
	}
}

/** In force, or as proposed before the order; none before that. */
export function formsOf({ forms, proposal }: Ledger): readonly MentoringForm[] {
	return forms.length > 0 ? forms : (proposal?.forms ?? [])
}

/** Whose part lasts on the day, and is not suspended. */
export function currentMembers(ledger: Ledger, role?: Member['role']): readonly Member[] {
	return ledger.members.filter(
		(member) => member.until === null && !member.isSuspended && (role === undefined || member.role === role)
	)
}

/** Whom the programme is for: those of the request, and from the order on those whose part lasts, or lasted to the end. */
export function menteeIdsOf(ledger: Ledger): readonly string[] {
	const { phase, request, closure } = ledger
	if (closure !== null) return menteesUntil(ledger, closure.lastDay)
	if (phase !== 'active') return request?.menteeIds ?? []
	return currentMembers(ledger, 'mentee').map(({ personId }) => personId)
}

/** Who mentors; of a closed programme, who did to the end, or last. */
export function mentorIdsOf(ledger: Ledger): readonly string[] {
	if (ledger.closure === null) return currentMembers(ledger, 'mentor').map(({ personId }) => personId)
	const mentors = ledger.members.filter(({ role }) => role === 'mentor')
	const lastDay = mentors.map(({ until }) => until ?? '').reduce((one, other) => (one > other ? one : other), '')
	return mentors.filter(({ until }) => until === lastDay).map(({ personId }) => personId)
}

/** With whom a mentor works by the order, whether or not they may write now. */
export function lastingMenteeIds(ledger: Ledger): readonly string[] {
	return ledger.phase === 'active' ? menteesUntil(ledger, null) : menteeIdsOf(ledger)
}

function menteesUntil({ members }: Ledger, day: IsoDate | null): string[] {
	return members.filter(({ role, until }) => role === 'mentee' && until === day).map(({ personId }) => personId)
}

/** Whose joining waits for signatures. */
export function joiningIds({ matters }: Ledger): readonly string[] {
	return matters.flatMap(({ matter, outcome }) =>
		matter.type === 'join' && outcome === 'open' ? [matter.menteeId] : []
	)
}

/** Of whom a statement may have to be judged: mentees from the request on, and whoever is to join them. */
export function menteesToKnow(ledger: Ledger): readonly string[] {
	return [...new Set([...(ledger.request?.menteeIds ?? []), ...menteeIdsOf(ledger), ...joiningIds(ledger)])]
}

/**
 * Who the programme is about: its members once there is an order, and those of the request and the proposal, who
 * take part in forming it, in replacing a mentor, or are to join a group.
 */
export function isInvolved(ledger: Ledger, personId: string, role: Member['role']): boolean {
	if (currentMembers(ledger, role).some((member) => member.personId === personId)) return true
	if (role === 'mentee') {
		if (ledger.phase !== 'active') return menteeIdsOf(ledger).includes(personId)
		return joiningIds(ledger).includes(personId)
	}
	return isAwaited(ledger) && (ledger.proposal?.mentorIds.includes(personId) ?? false)
}

/** Each once. */
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

/** The draft of an order that waits for its signatures; null: none does. */
export function draftedOrder({ matters }: Ledger): RaisedMatter | null {
	return matters.findLast(({ matter, outcome }) => matter.type === 'order' && outcome === 'open') ?? null
}

/** Whether the newest proposal still waits for its order. */
export function isAwaited(ledger: Ledger): boolean {
	return (
		ledger.phase !== 'closed' &&
		ledger.proposal !== null &&
		ledger.proposal.refusal === null &&
		!ledger.matters.some(
			({ matter, outcome }) =>
				matter.type === 'order' && matter.proposalId === ledger.proposal?.id && outcome === 'in-force'
		)
	)
}

/** The newest proposal too, where it was; oldest first. */
export function refusedProposals({ refusedProposals, proposal }: Ledger): readonly Proposal[] {
	return proposal === null || proposal.refusal === null ? refusedProposals : [...refusedProposals, proposal]
}

export function unansweredRemarks({ remarks }: Ledger): readonly Remark[] {
	return remarks.filter(({ answers }) => answers.length === 0)
}

/** By the head, for this mentor. */
export function exceptedConditions({ exceptions }: Ledger, mentorId: string): string[] {
	return exceptions.filter((one) => one.mentorId === mentorId).flatMap(({ conditionIds }) => conditionIds)
}

export function findMatter(ledger: Ledger, matterId: string): RaisedMatter | null {
	return ledger.matters.find(({ id }) => id === matterId) ?? null
}
