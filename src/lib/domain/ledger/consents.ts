/** Consents before an order or a joining, notices of an early end, and setbacks: refused proposals and declined orders. */
import type { IsoDate } from '../calendar.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import type { ConsentKind, Regulation, Relation } from '../regulation/schema.ts'
import {
	draftedOrder,
	isAwaited,
	joiningIds,
	type Ledger,
	menteeIdsOf,
	type RaisedDecision,
	refusedProposals
} from './ledger.ts'
import type { NeededRequisite } from './refusal.ts'
import type { Decision } from './statement.ts'

export interface MissingConsent {
	personId: string
	role: 'mentor' | 'mentee'
	kind: ConsentKind
}

/**
 * The consents that are missing before the order (domain.md T16, S18, R11, L1, L3). Empty without a proposal: the people are not
 * known yet.
 */
export function missingConsents(ledger: Ledger, regulation: Regulation): MissingConsent[] {
	if (ledger.proposal === null) return []
	const people = { mentor: ledger.proposal.mentorIds, mentee: menteeIdsOf(ledger) }
	return askedConsents(regulation, ledger.proposal.relation)
		.flatMap(({ kind, by }) => people[by].map((personId) => ({ personId, role: by, kind })))
		.filter((missing) => !isGiven(ledger, missing))
}

/** Whether the order is the next step: all consents are given and no order is drafted (domain.md T16). */
export function isOrderDue(ledger: Ledger, regulation: Regulation): boolean {
	return isAwaited(ledger) && draftedOrder(ledger) === null && missingConsents(ledger, regulation).length === 0
}

/** The missing consents that the programme waits for now: those before an awaited order, and those of mentees who are to join. */
export function awaitedConsents(ledger: Ledger, regulation: Regulation): MissingConsent[] {
	return [
		...(isAwaited(ledger) ? missingConsents(ledger, regulation) : []),
		...joiningIds(ledger).flatMap((menteeId) => missingConsentsToJoin(ledger, regulation, menteeId))
	]
}

/** The missing consents of a mentee who is to join a group. */
export function missingConsentsToJoin(ledger: Ledger, regulation: Regulation, menteeId: string): MissingConsent[] {
	return askedConsents(regulation, ledger.relation)
		.filter(({ by }) => by === 'mentee')
		.map(({ kind }) => ({ personId: menteeId, role: 'mentee' as const, kind }))
		.filter((missing) => !isGiven(ledger, missing))
}

/** What the sheet of the consent lacks of the requisites. Only that of publication names the site (152-ФЗ, article 10.1). */
export function requisitesLacking(kind: ConsentKind, missing: readonly NeededRequisite[]): readonly NeededRequisite[] {
	return kind === 'publication' ? missing : missing.filter((field) => field !== 'site')
}

function isGiven({ consents }: Ledger, { personId, kind }: MissingConsent): boolean {
	return consents.some((given) => given.personId === personId && given.kind === kind)
}

/** The consents that the regulation and the law ask for. The Labour Code asks only employees (domain.md L1). */
export function askedConsents({ consents }: Regulation, relation: Relation | null): Regulation['consents'] {
	return consents.filter(({ kind, source }) => kind !== 'duties' || source?.rule !== 'L1' || isEmployed(relation))
}

/**
 * Notice of an early end (domain.md L1), or a participant's departure: a right, so nobody grants or declines it. When
 * its last day is over, it ends the programme without further signatures; until then the programme goes on. Who is warned and
 * the staff sign it to take note, the staff also to record it by an order, possibly afterwards.
 */
export type NoticeDecision = Extract<Decision, { type: 'closure' }> & { lastDay: IsoDate }
export type Notice = RaisedDecision & { matter: NoticeDecision }

export function isNotice(raised: RaisedDecision): raised is Notice {
	return isNoticeDecision(raised.matter)
}

export function isNoticeDecision(decision: Decision): decision is NoticeDecision {
	return decision.type === 'closure' && decision.lastDay !== null
}

/** Whether a notice is a participant's departure: other notices are between the sides of the mentor's contract (domain.md L1). */
export function isDeparture(
	{ relation }: Pick<Ledger, 'relation'>,
	{ raisedBy: { role } }: Pick<Notice, 'raisedBy'>
): boolean {
	return role === 'mentee' || (role === 'mentor' && !isEmployed(relation))
}

/** The notice that will end the programme; of several, the one with the earliest last day. Null: there is none. */
export function currentNotice({ phase, matters: decisions }: Pick<Ledger, 'phase' | 'matters'>): Notice | null {
	if (phase !== 'active') return null
	return decisions
		.filter(isNotice)
		.filter(({ outcome }) => outcome === 'open' || outcome === 'in-force')
		.reduce<Notice | null>(
			(first, notice) => (first === null || notice.matter.lastDay < first.matter.lastDay ? notice : first),
			null
		)
}

/** The last day of the programme, once it is known: of its closure, or of the notice that will end it. */
export function knownLastDay(ledger: Ledger): IsoDate | null {
	return ledger.closure?.lastDay ?? currentNotice(ledger)?.matter.lastDay ?? null
}

/** Why the last step towards a programme failed. It is shown to the person who takes the next step. */
export type Setback =
	{ type: 'proposal-refused'; name: string; ground: string | null } | { type: 'order-declined'; ground: string }

export interface MentorRefusal {
	by: 'mentor' | 'mentee'
	/** ISO instant. */
	at: string
}

/** Null: nothing failed, or another step has been taken since. */
export function setbackOf(ledger: Ledger): Setback | null {
	const { phase, proposal, matters: decisions } = ledger
	if (phase === 'closed' || proposal === null) return null
	if (proposal.refusal !== null) {
		const { by, ground } = proposal.refusal
		return { type: 'proposal-refused', name: by.name, ground }
	}
	const order = decisions.findLast(
		({ matter: decision }) => decision.type === 'order' && decision.proposalId === proposal.id
	)
	if (!isAwaited(ledger) || order?.outcome !== 'declined') return null
	return { type: 'order-declined', ground: order.ground ?? '' }
}

/** The newest refusal of this mentor, by themselves or by a mentee; null: there is none. */
export function mentorRefusal(ledger: Ledger, mentorId: string): MentorRefusal | null {
	const refusals = refusedProposals(ledger)
		.filter(({ mentorIds }) => mentorIds.includes(mentorId))
		.flatMap(({ refusal }) => refusal ?? [])
	// If two mentors were proposed together, only one of them may have refused.
	const newest = refusals.findLast(({ by }) => by.role === 'mentee' || by.personId === mentorId)
	return newest === undefined ? null : { by: newest.by.role === 'mentee' ? 'mentee' : 'mentor', at: newest.at }
}
