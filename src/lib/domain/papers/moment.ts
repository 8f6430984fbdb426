/**
 * A paper says for ever what was when it was made: it is filled from the ledger as it was then, and from the setting that was kept
 * with the entry that made it. What comes later into the paper itself stays: its number in the journal, and who has read it.
 */
import { emptyLedger, findMatter, type Entry, type Ledger, type RaisedMatter } from '../ledger/ledger.ts'
import { playEntry } from '../ledger/play.ts'
import type { Matter } from '../ledger/statement.ts'
import type { Signatory } from '../regulation/schema.ts'
import type { PaperFacts } from './facts.ts'
import type { TemplateKind } from './kinds.ts'

interface Making {
	kinds: readonly TemplateKind[]
	/** Until then it is a draft, and says what is now. */
	isMade: (raised: RaisedMatter) => boolean
}

const asked = (by: Signatory, kind: TemplateKind): Making => ({
	kinds: [kind],
	isMade: (raised) => isInForce(raised) || raised.signatures.some(({ by: { role } }) => role === by)
})
const inForce = (...kinds: readonly TemplateKind[]): Making => ({ kinds, isMade: isInForce })

/** What is made of a matter for good, and when: a petition by the signature of whoever asks, an order by coming into force. */
const makings: Readonly<Record<Matter['type'], readonly Making[]>> = {
	order: [inForce('order-pairs', 'agreement')],
	extend: [asked('curator', 'petition-extend'), inForce('order-extend', 'agreement')],
	change: [asked('curator', 'petition-change'), inForce('order-change', 'agreement')],
	release: [asked('mentor', 'petition-release'), inForce('order-release')],
	replace: [asked('mentee', 'petition-replace'), inForce('order-replace')],
	join: [inForce('order-join', 'agreement')],
	leave: [{ kinds: ['petition-leave'], isMade: isAskedByLeaver }, inForce('order-leave', 'agreement')],
	// Giving a notice is signing it.
	closure: [{ kinds: ['notice'], isMade: () => true }, inForce('order-closure')],
	edition: []
}

/** The papers that an entry makes for good; none: no setting is kept with it. */
export function papersMadeBy(before: Ledger, after: Ledger, { statement }: Entry): TemplateKind[] {
	// Whoever comes in a mentor's place stands in the order once it has its number.
	if (statement.type === 'register') {
		return findMatter(after, statement.matterId)?.matter.type === 'replace' ? ['order-replace'] : []
	}
	return after.matters.flatMap((raised) => {
		const known = findMatter(before, raised.id)
		return makings[raised.matter.type]
			.filter(({ isMade }) => isMade(raised) && (known === null || !isMade(known)))
			.flatMap(({ kinds }) => kinds)
	})
}

/** The facts the paper of this kind was made from, or those of today while it is a draft. */
export function whenMade(facts: PaperFacts, { id, matter }: RaisedMatter, kind: TemplateKind): PaperFacts {
	const making = makings[matter.type].find(({ kinds }) => kinds.includes(kind))
	return factsWhen(facts, (ledger) => {
		const raised = findMatter(ledger, id)
		return raised !== null && making?.isMade(raised) === true
	})
}

export function whenRaised(facts: PaperFacts, { id }: RaisedMatter): PaperFacts {
	return factsWhen(facts, (ledger) => findMatter(ledger, id) !== null)
}

/** An order is complete once it has its number; before that, what follows from it may still come in. */
export function whenRegistered(facts: PaperFacts, orderId: string): PaperFacts {
	return factsWhen(facts, ({ registrations }) => registrations.some(({ matterId }) => matterId === orderId))
}

/** The facts as they are, where it has not come to that. */
function factsWhen(facts: PaperFacts, isReached: (ledger: Ledger) => boolean): PaperFacts {
	let ledger = emptyLedger(facts.ledger.programId)
	for (const entry of facts.entries) {
		ledger = playEntry(ledger, entry)
		if (isReached(ledger)) return asThen(facts, ledger, entry)
	}
	return facts
}

function asThen(facts: PaperFacts, ledger: Ledger, entry: Entry): PaperFacts {
	const { registrations, acquaintances } = facts.ledger
	return { ...facts, ...facts.settings[entry.id], ledger: { ...ledger, registrations, acquaintances } }
}

/** In their own words; a curator may have raised it for them. */
function isAskedByLeaver(raised: RaisedMatter): boolean {
	const { matter, raisedBy, signatures } = raised
	const askers = [raisedBy, ...signatures.map(({ by }) => by)]
	return isInForce(raised) || (matter.type === 'leave' && askers.some(({ personId }) => personId === matter.menteeId))
}

function isInForce({ outcome }: RaisedMatter): boolean {
	return outcome === 'in-force'
}
