/**
 * Finds the facts of the moment when a paper was made. A made paper does not change: it is filled from the ledger of that moment,
 * and from the setting stored with the entry that made it. Only its number in the journal and the list of people who have read it
 * may come later.
 */
import { emptyLedger, findDecision, type Entry, type Ledger, type RaisedDecision } from '../ledger/ledger.ts'
import { applyEntry } from '../ledger/statements/all.ts'
import type { Decision } from '../ledger/statement.ts'
import type { Signatory } from '../regulation/schema.ts'
import type { PaperFacts } from './facts.ts'
import { PROGRAM_PAPER, type TemplateKind } from './kinds.ts'

type MadeKind = TemplateKind | typeof PROGRAM_PAPER

interface Making {
	kinds: readonly MadeKind[]
	/** Until this is true, the paper is a draft and shows today's data. */
	isMade: (raised: RaisedDecision) => boolean
}

const asked = (by: Signatory, kind: TemplateKind): Making => ({
	kinds: [kind],
	isMade: (raised) => isInForce(raised) || raised.signatures.some(({ by: { role } }) => role === by)
})
const inForce = (...kinds: readonly MadeKind[]): Making => ({ kinds, isMade: isInForce })

/** Which papers a decision makes, and when: a petition with the petitioner's signature, an order when it comes into force. */
const makings: Readonly<Record<Decision['type'], readonly Making[]>> = {
	order: [inForce('order-pairs', 'agreement')],
	extend: [asked('curator', 'petition-extend'), inForce('order-extend', 'agreement')],
	change: [asked('curator', 'petition-change'), inForce('order-change', 'agreement')],
	release: [asked('mentor', 'petition-release'), inForce('order-release')],
	replace: [{ kinds: ['petition-replace'], isMade: isSignedByRaiser }, inForce('order-replace')],
	join: [inForce('order-join', 'agreement')],
	leave: [{ kinds: ['petition-leave'], isMade: isAskedByLeaver }, inForce('order-leave', 'agreement')],
	// A notice is signed when it is given.
	closure: [{ kinds: ['notice', 'statement'], isMade: () => true }, inForce('order-closure')],
	edition: [inForce(PROGRAM_PAPER)]
}

/** The papers that an entry makes final. If empty, no setting is stored with the entry. */
export function papersMadeBy(before: Ledger, after: Ledger, { statement }: Entry): MadeKind[] {
	// An order on a replacement names the new mentor once it has its number.
	if (statement.type === 'register') {
		return findDecision(after, statement.matterId)?.matter.type === 'replace' ? ['order-replace'] : []
	}
	if (statement.type === 'feedback') return ['feedback']
	return after.matters.flatMap((raised) => {
		const known = findDecision(before, raised.id)
		return makings[raised.matter.type]
			.filter(({ isMade }) => isMade(raised) && (known === null || !isMade(known)))
			.flatMap(({ kinds }) => kinds)
	})
}

/** The facts from which the paper of this kind was made; today's facts while it is a draft. */
export function whenMade(facts: PaperFacts, { id, matter: decision }: RaisedDecision, kind: MadeKind): PaperFacts {
	const making = makings[decision.type].find(({ kinds }) => kinds.includes(kind))
	return factsWhen(facts, (ledger) => {
		const raised = findDecision(ledger, id)
		return raised !== null && making?.isMade(raised) === true
	})
}

export function whenRaised(facts: PaperFacts, { id }: RaisedDecision): PaperFacts {
	return factsWhen(facts, (ledger) => findDecision(ledger, id) !== null)
}

/** An order is complete when it has its number; until then, later facts may still be added. */
export function whenRegistered(facts: PaperFacts, orderId: string): PaperFacts {
	return factsWhen(facts, ({ registrations }) =>
		registrations.some(({ matterId: decisionId }) => decisionId === orderId)
	)
}

/** A mentee's feedback is final once it is written. */
export function whenWritten(facts: PaperFacts, feedbackId: string): PaperFacts {
	return factsWhen(facts, ({ feedback }) => feedback.some(({ id }) => id === feedbackId))
}

/** Today's facts if the state was never reached. */
function factsWhen(facts: PaperFacts, isReached: (ledger: Ledger) => boolean): PaperFacts {
	let ledger = emptyLedger(facts.ledger.programId)
	for (const entry of facts.entries) {
		ledger = applyEntry(ledger, entry)
		if (isReached(ledger)) return asThen(facts, ledger, entry)
	}
	return facts
}

function asThen(facts: PaperFacts, ledger: Ledger, entry: Entry): PaperFacts {
	const { registrations, acquaintances } = facts.ledger
	return { ...facts, ...facts.settings[entry.id], ledger: { ...ledger, registrations, acquaintances } }
}

/** Whether the mentee who leaves has asked for it: raised or signed it. A curator may have raised it for them. */
function isAskedByLeaver(raised: RaisedDecision): boolean {
	const { matter: decision, raisedBy, signatures } = raised
	const askers = [raisedBy, ...signatures.map(({ by }) => by)]
	return (
		isInForce(raised) || (decision.type === 'leave' && askers.some(({ personId }) => personId === decision.menteeId))
	)
}

function isSignedByRaiser(raised: RaisedDecision): boolean {
	return isInForce(raised) || raised.signatures.some(({ by }) => by.personId === raised.raisedBy.personId)
}

function isInForce({ outcome }: RaisedDecision): boolean {
	return outcome === 'in-force'
}
