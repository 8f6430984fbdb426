/** Applies the entries about decisions: they are raised, signed one after the other, and in force with the last signature. */
import { isStaffVoice } from '../access.ts'
import type { IsoDate } from '../calendar.ts'
import {
	findDecision,
	isLastingMember,
	type Entry,
	type Ledger,
	type Outcome,
	type RaisedDecision,
	type Speaker
} from './ledger.ts'
import { isNotice, isNoticeDecision, currentNotice } from './consents.ts'
import { hasSigned, isSigner, missingSigners, type Signer } from './signing.ts'
import type { Decision } from './statement.ts'
import { close } from './statements/closure.ts'
import { enactDecision } from './statements/decisions.ts'

export function raiseDecision(ledger: Ledger, entry: Entry, decision: Decision): Ledger {
	const raised: RaisedDecision = {
		id: entry.id,
		matter: decision,
		raisedBy: entry.by,
		raisedAt: entry.at,
		signatures: [],
		signatories: entry.signatories ?? [],
		outcome: 'open',
		ground: null,
		settledOn: null,
		...(entry.progress !== undefined && { progress: entry.progress })
	}
	const others = ledger.matters.map((other) =>
		other.outcome === 'open' && isReplacedBy(other, raised)
			? { ...other, outcome: 'superseded' as const, settledOn: entry.on }
			: other
	)
	// A mentee who joins consents to the duties again, also after an earlier membership.
	const consents = ledger.consents.filter(
		({ kind, personId }) => decision.type !== 'join' || kind !== 'duties' || personId !== decision.menteeId
	)
	const after = sign({ ...ledger, consents, matters: [...others, raised] }, raised, entry)
	// The departure of whoever has no employment contract takes effect at once (`statements/closure.ts`).
	const isOver = isNotice(raised) && raised.matter.lastDay <= entry.on
	return isOver ? close(after, raised.id, raised.matter, raised.matter.lastDay) : after
}

/** The open decision that a newer one would replace if it were raised now; null: none. */
export function findReplaced(
	ledger: Ledger,
	newer: Pick<RaisedDecision, 'matter' | 'raisedBy'>
): RaisedDecision | null {
	return ledger.matters.find((one) => one.outcome === 'open' && isReplacedBy(one, newer)) ?? null
}

export function signDecision(ledger: Ledger, entry: Entry, decisionId: string): Ledger {
	const raised = findDecision(ledger, decisionId)
	return raised === null ? ledger : sign(ledger, raised, entry)
}

export function declineDecision(ledger: Ledger, { by, at, on }: Entry, decisionId: string, ground: string): Ledger {
	return replaceDecision(ledger, decisionId, (raised) => ({
		...raised,
		outcome: 'declined',
		ground,
		decline: { by, at },
		settledOn: on
	}))
}

export function settleDecision(
	ledger: Ledger,
	decisionId: string,
	outcome: Exclude<Outcome, 'declined'>,
	on: IsoDate
): Ledger {
	return replaceDecision(ledger, decisionId, (raised) => ({ ...raised, outcome, settledOn: on }))
}

/** The ledger as of the day, without new entries: a notice ends the programme when its last day is over. */
export function reachDay(ledger: Ledger, today: IsoDate): Ledger {
	const notice = currentNotice(ledger)
	if (notice === null || notice.matter.lastDay >= today) return ledger
	const { lastDay } = notice.matter
	return supersedeAbandoned(ledger, close(ledger, notice.id, notice.matter, lastDay), lastDay)
}

/**
 * Supersedes decisions that would otherwise wait for ever: a required signer may not sign any more, or the programme is closed.
 * Supersedes a notice when its giver has left.
 */
export function supersedeAbandoned(before: Ledger, after: Ledger, on: IsoDate): Ledger {
	const isAbandoned = (raised: RaisedDecision) => {
		if (raised.outcome !== 'open' && (raised.outcome !== 'in-force' || !isNotice(raised))) return false
		if (after.phase === 'closed') return raised.id !== after.closure?.matterId
		if (isNotice(raised)) return hasLeft(after, raised.raisedBy)
		const known = findDecision(before, raised.id)
		if (known === null) return false
		const awaited = allMissing(after, raised)
		return allMissing(before, known).some(
			(signer) =>
				signer.personId !== null &&
				!hasSigned(raised, signer) &&
				!awaited.some(({ personId }) => personId === signer.personId)
		)
	}
	if (!after.matters.some(isAbandoned)) return after
	const decisions = after.matters.map((raised) =>
		isAbandoned(raised) ? { ...raised, outcome: 'superseded' as const, settledOn: on } : raised
	)
	return { ...after, matters: decisions }
}

function allMissing(ledger: Ledger, raised: RaisedDecision): Signer[] {
	const { next, later } = missingSigners(ledger, raised)
	return [...next, ...later]
}

/** Raising a decision is also signing it, if the person is a signer and it is their turn. */
function sign(ledger: Ledger, raised: RaisedDecision, { by, at, on, appointment }: Entry): Ledger {
	const isTheirs = missingSigners(ledger, raised).next.some((signer) => isSigner(signer, by))
	if (!isTheirs) return ledger
	const signature = { by, at, ...(appointment !== undefined && { appointment }) }
	const signed = { ...raised, signatures: [...raised.signatures, signature] }
	const next = replaceDecision(ledger, raised.id, () => signed)
	if (missingSigners(next, signed).next.length > 0) return next
	return enactDecision(settleDecision(next, raised.id, 'in-force', on), signed, on)
}

function replaceDecision(
	ledger: Ledger,
	decisionId: string,
	change: (raised: RaisedDecision) => RaisedDecision
): Ledger {
	return { ...ledger, matters: ledger.matters.map((raised) => (raised.id === decisionId ? change(raised) : raised)) }
}

/**
 * Whether the newer decision replaces this one: of each kind and person only the newest stays open. A notice is replaced only by
 * another notice of the same person.
 */
export function isReplacedBy(one: RaisedDecision, newer: Pick<RaisedDecision, 'matter' | 'raisedBy'>): boolean {
	if (one.matter.type !== newer.matter.type) return false
	const areNotices = [one, newer].map(({ matter: decision }) => isNoticeDecision(decision))
	if (areNotices.includes(true)) {
		return !areNotices.includes(false) && one.raisedBy.personId === newer.raisedBy.personId
	}
	const aboutWhom = ({ matter: decision }: Pick<RaisedDecision, 'matter'>) =>
		'mentorId' in decision ? decision.mentorId : 'menteeId' in decision ? decision.menteeId : null
	return aboutWhom(one) === aboutWhom(newer)
}

/** Whether a participant's membership is over: then there is no work left that they could refuse. */
function hasLeft(ledger: Ledger, { personId, role }: Speaker): boolean {
	return !isStaffVoice(role) && !isLastingMember(ledger, personId, role)
}
