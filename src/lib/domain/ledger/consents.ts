import type { IsoDate } from '../calendar.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import type { ConsentKind, Regulation, Relation } from '../regulation/schema.ts'
import {
	draftedOrder,
	isAwaited,
	joiningIds,
	type Ledger,
	menteeIdsOf,
	type RaisedMatter,
	refusedProposals
} from './ledger.ts'
import type { Matter } from './statement.ts'

export interface MissingConsent {
	personId: string
	role: 'mentor' | 'mentee'
	kind: ConsentKind
}

/**
 * What must be consented to before the order, by whom (domain.md T16, S18, R11, L1, L3). Empty without a proposal: nobody
 * knows yet with whom.
 */
export function missingConsents(ledger: Ledger, regulation: Regulation): MissingConsent[] {
	if (ledger.proposal === null) return []
	const people = { mentor: ledger.proposal.mentorIds, mentee: menteeIdsOf(ledger) }
	return askedConsents(regulation, ledger.proposal.relation)
		.flatMap(({ kind, by }) => people[by].map((personId) => ({ personId, role: by, kind })))
		.filter((missing) => !isGiven(ledger, missing))
}

/** Whether the order is what is waited for: whoever is to consent has, and nobody has drafted it (domain.md T16). */
export function isOrderDue(ledger: Ledger, regulation: Regulation): boolean {
	return isAwaited(ledger) && draftedOrder(ledger) === null && missingConsents(ledger, regulation).length === 0
}

/** What is waited for now: before an order that is awaited, and of those who are to join. */
export function awaitedConsents(ledger: Ledger, regulation: Regulation): MissingConsent[] {
	return [
		...(isAwaited(ledger) ? missingConsents(ledger, regulation) : []),
		...joiningIds(ledger).flatMap((menteeId) => missingConsentsToJoin(ledger, regulation, menteeId))
	]
}

/** Of whoever is to join a group that goes on. */
export function missingConsentsToJoin(ledger: Ledger, regulation: Regulation, menteeId: string): MissingConsent[] {
	return askedConsents(regulation, ledger.relation)
		.filter(({ by }) => by === 'mentee')
		.map(({ kind }) => ({ personId: menteeId, role: 'mentee' as const, kind }))
		.filter((missing) => !isGiven(ledger, missing))
}

function isGiven({ consents }: Ledger, { personId, kind }: MissingConsent): boolean {
	return consents.some((given) => given.personId === personId && given.kind === kind)
}

/** The regulation's own, and those the law adds; the Labour Code's only to employees (domain.md L1). */
export function askedConsents({ consents }: Regulation, relation: Relation | null): Regulation['consents'] {
	return consents.filter(({ kind, source }) => kind !== 'duties' || source.rule !== 'L1' || isEmployed(relation))
}

/**
 * Notice of an early end (domain.md L1): a right of either side of the employment contract, so nobody grants or declines it. It ends
 * the programme by itself when its last day is over; until then the programme goes on. Staff sign it to take note and to
 * record it by an order, be it afterwards.
 */
export type NoticeMatter = Extract<Matter, { type: 'closure' }> & { lastDay: IsoDate }
export type Notice = RaisedMatter & { matter: NoticeMatter }

export function isNotice(raised: RaisedMatter): raised is Notice {
	return isNoticeMatter(raised.matter)
}

export function isNoticeMatter(matter: Matter): matter is NoticeMatter {
	return matter.type === 'closure' && matter.lastDay !== null
}

/** By which the programme that goes on will end: of several, the one with the earliest last day. Null: none was given. */
export function standingNotice({ phase, matters }: Ledger): Notice | null {
	if (phase !== 'active') return null
	return matters
		.filter(isNotice)
		.filter(({ outcome }) => outcome === 'open' || outcome === 'in-force')
		.reduce<Notice | null>(
			(first, notice) => (first === null || notice.matter.lastDay < first.matter.lastDay ? notice : first),
			null
		)
}

/** Why the last step towards a programme came to nothing: whoever takes the next should know. */
export type Setback =
	{ type: 'proposal-refused'; name: string; ground: string | null } | { type: 'order-declined'; ground: string }

export interface MentorRefusal {
	by: 'mentor' | 'mentee'
	/** ISO instant. */
	at: string
}

/** Null: nothing did, or another step has been taken since. */
export function setbackOf(ledger: Ledger): Setback | null {
	const { phase, proposal, matters } = ledger
	if (phase === 'closed' || proposal === null) return null
	if (proposal.refusal !== null) {
		const { by, ground } = proposal.refusal
		return { type: 'proposal-refused', name: by.name, ground }
	}
	const order = matters.findLast(({ matter }) => matter.type === 'order' && matter.proposalId === proposal.id)
	if (!isAwaited(ledger) || order?.outcome !== 'declined') return null
	return { type: 'order-declined', ground: order.ground ?? '' }
}

/** The newest, by the mentor themselves or by one of those they were proposed to; null: there is none. */
export function mentorRefusal(ledger: Ledger, mentorId: string): MentorRefusal | null {
	const refusals = refusedProposals(ledger)
		.filter(({ mentorIds }) => mentorIds.includes(mentorId))
		.flatMap(({ refusal }) => refusal ?? [])
	// Of two proposed together, one may have refused and the other not.
	const newest = refusals.findLast(({ by }) => by.role === 'mentee' || by.personId === mentorId)
	return newest === undefined ? null : { by: newest.by.role === 'mentee' ? 'mentee' : 'mentor', at: newest.at }
}
