/** Which papers of a programme can be made now, for whom, and why others cannot yet. */
import type { Matter } from '../ledger/statement.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { standingNotices } from './fill-notice.ts'
import { consentPaperKinds, consentPapers, type ConsentPaper, type PaperKind } from './kinds.ts'
import type { PaperChoice } from './make-paper.ts'
import { orderInForce, pairOn, standingMatters } from './subject.ts'

/** What has to happen first. */
export type NotYet =
	| 'no-proposal'
	| 'no-order'
	| 'no-release'
	| 'no-replacement'
	| 'no-extension'
	| 'no-change'
	| 'no-notice'
	| 'no-closure'
	| 'not-begun'
	/** A pupil or a student guides others without an employment contract. */
	| 'no-contract'

export type Offer =
	| {
			choice: PaperChoice
			/** Whose paper it is; null: of the programme. */
			person: PaperPerson | null
			/** `draft`: it waits for a signature in the system. */
			state: 'ready' | 'draft'
			/** Of an order: its matter is in force, so a curator registers its number and date. */
			matterId: string | null
	  }
	| { kind: PaperKind; state: 'not-yet'; why: NotYet }

/** In the order in which a programme needs them. A participant is offered their own, and the orders about their programme. */
export function offerPapers(facts: PaperFacts): Offer[] {
	return [
		...offerConsents(facts),
		...offerMatters(facts, 'order-pairs', 'order', 'no-order'),
		...offerAgreements(facts),
		...offerMatters(facts, 'petition-release', 'release', 'no-release'),
		...offerMatters(facts, 'order-release', 'release', 'no-release'),
		...offerMatters(facts, 'petition-replace', 'replace', 'no-replacement'),
		...offerMatters(facts, 'order-replace', 'replace', 'no-replacement'),
		...offerMatters(facts, 'petition-extend', 'extend', 'no-extension'),
		...offerMatters(facts, 'order-extend', 'extend', 'no-extension'),
		...offerMatters(facts, 'petition-change', 'change', 'no-change'),
		...offerMatters(facts, 'order-change', 'change', 'no-change'),
		...offerNotices(facts),
		...offerMatters(facts, 'order-closure', 'closure', 'no-closure'),
		...offerLetters(facts)
	]
}

/** Before a proposal nobody knows whose they are. */
function offerConsents(facts: PaperFacts): Offer[] {
	const { mentors, mentees } = pairOn(facts, facts.ledger.closure?.lastDay ?? null)
	const people = [...mentors, ...mentees].filter((person) => isFor(facts, person))
	return consentPaperKinds.flatMap((kind): Offer[] =>
		mentors.length === 0
			? [{ kind, state: 'not-yet', why: 'no-proposal' }]
			: people.map((person) => ({
					choice: { kind, subjectId: person.id },
					person,
					state: isGiven(facts, kind, person) ? 'ready' : 'draft',
					matterId: null
				}))
	)
}

function isGiven({ ledger }: PaperFacts, kind: ConsentPaper, { id }: PaperPerson): boolean {
	return ledger.consents.some((given) => given.personId === id && given.kind === consentPapers[kind])
}

/** A paper of each matter of the kind that stands. */
function offerMatters(facts: PaperFacts, kind: PaperKind, type: Matter['type'], why: NotYet): Offer[] {
	const matters = standingMatters(facts.ledger, type).filter(({ matter, outcome, raisedBy }) => {
		if (facts.reader.isStaff) return true
		// The draft of an order is the curator's; a petition belongs to whoever asks, and to the mentor it is about.
		if (kind.startsWith('order')) return outcome === 'in-force'
		if (kind === 'petition-extend' || kind === 'petition-change') return false
		const isAbout = 'mentorId' in matter && matter.mentorId === facts.reader.personId
		return raisedBy.personId === facts.reader.personId || (kind === 'petition-release' && isAbout)
	})
	if (matters.length === 0) return facts.reader.isStaff ? [{ kind, state: 'not-yet', why }] : []
	return matters.map(({ id, outcome, matter }): Offer => {
		const isOrder = kind.startsWith('order')
		return {
			choice: { kind, subjectId: id },
			person: 'mentorId' in matter ? findPerson(facts, matter.mentorId) : null,
			state: outcome === 'in-force' ? 'ready' : 'draft',
			matterId: isOrder && outcome === 'in-force' ? id : null
		}
	})
}

/** An employee's or the employer's, to whoever gave it; it is given whether or not anybody signs (domain.md L1). */
function offerNotices(facts: PaperFacts): Offer[] {
	const kind = 'notice'
	const { isStaff, personId } = facts.reader
	if (!hasContract(facts)) return isStaff ? [{ kind, state: 'not-yet', why: 'no-contract' }] : []
	const notices = standingNotices(facts).filter(({ raisedBy }) => isStaff || raisedBy.personId === personId)
	if (notices.length === 0) return isStaff ? [{ kind, state: 'not-yet', why: 'no-notice' }] : []
	return notices.map(({ id, raisedBy }) => ({
		choice: { kind, subjectId: id },
		person: findPerson(facts, raisedBy.personId),
		state: 'ready',
		matterId: null
	}))
}

/** An employee's (domain.md L1). */
function offerAgreements(facts: PaperFacts): Offer[] {
	const kind = 'agreement'
	const order = standingMatters(facts.ledger, 'order').at(-1)
	const { mentors } = pairOn(facts, facts.ledger.closure?.lastDay ?? null)
	if (order === undefined) return facts.reader.isStaff ? [{ kind, state: 'not-yet', why: 'no-order' }] : []
	if (!hasContract(facts)) return facts.reader.isStaff ? [{ kind, state: 'not-yet', why: 'no-contract' }] : []
	return mentors
		.filter((person) => isFor(facts, person))
		.map((person) => ({
			choice: { kind, subjectId: person.id },
			person,
			state: order.outcome === 'in-force' ? 'ready' : 'draft',
			matterId: null
		}))
}

function hasContract({ ledger }: PaperFacts): boolean {
	return isEmployed(ledger.relation ?? ledger.proposal?.relation ?? null)
}

function offerLetters(facts: PaperFacts): Offer[] {
	const kind = 'letter'
	if (!facts.reader.isStaff) return []
	if (orderInForce(facts.ledger) === null) return [{ kind, state: 'not-yet', why: 'not-begun' }]
	return pairOn(facts, facts.ledger.closure?.lastDay ?? null).mentors.map((person) => ({
		choice: { kind, subjectId: person.id },
		person,
		state: 'ready',
		matterId: null
	}))
}

function isFor(facts: PaperFacts, { id }: PaperPerson): boolean {
	return facts.reader.isStaff || facts.reader.personId === id
}
