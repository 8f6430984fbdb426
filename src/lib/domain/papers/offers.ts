/** Which papers of a programme can be made now, for whom, and why others cannot yet. */
import { dateIn, type IsoDate } from '../calendar.ts'
import type { RaisedMatter } from '../ledger/ledger.ts'
import type { Matter } from '../ledger/statement.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import { findPerson, standingConsent, type PaperFacts, type PaperPerson, type SignedConsent } from './facts.ts'
import { agreedOrders, agreementId, agreementsOf } from './agreement.ts'
import { standingNotices } from './notice.ts'
import { consentPaperKinds, consentPapers, type ConsentPaper, type PaperKind } from './kinds.ts'
import type { PaperChoice } from './make-paper.ts'
import {
	isOfType,
	orderInForce,
	pairOf,
	pairOn,
	peopleOf,
	registrationOf,
	subjectOf,
	standingMatters
} from './subject.ts'
import { currentPeople, formerPart, isFor, type Former } from './values.ts'

/** What has to happen first. */
export type NotYet =
	| 'no-proposal'
	| 'no-order'
	| 'no-release'
	| 'no-replacement'
	| 'no-extension'
	| 'no-change'
	| 'no-joining'
	| 'no-leaving'
	| 'no-leave-petition'
	| 'no-notice'
	| 'no-closure'
	| 'not-begun'
	/** A pupil or a student guides others without an employment contract. */
	| 'no-contract'

export type Offer = MadeOffer | { kind: PaperKind; state: 'not-yet'; why: NotYet }

export interface MadeOffer {
	choice: PaperChoice
	/** Whose paper it is, or whom it is about; none: of the programme. */
	people: readonly PaperPerson[]
	former: Former | null
	/** `draft`: it waits for a signature in the system. `withdrawn`: what was signed was taken back. */
	state: 'ready' | 'draft' | 'withdrawn'
	/** The day of what the state tells; null: of a draft, and of what has no day of its own. */
	on: IsoDate | null
	/** The order that has an agreement made. */
	follows: PaperKind | null
	/** In the authority's journal. */
	registered: { number: string; on: IsoDate } | null
	/** Of an order: its matter is in force, so a curator registers its number and date. */
	matterId: string | null
}

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
		...offerMatters(facts, 'order-join', 'join', 'no-joining'),
		...offerMatters(facts, 'petition-leave', 'leave', 'no-leave-petition'),
		...offerMatters(facts, 'order-leave', 'leave', 'no-leaving'),
		...offerNotices(facts),
		...offerMatters(facts, 'order-closure', 'closure', 'no-closure'),
		...offerLetters(facts)
	]
}

/** Before a proposal nobody knows whose they are. What was signed stays to be printed, whatever has become of it. */
function offerConsents(facts: PaperFacts): Offer[] {
	const people = currentPeople(facts)
	return consentPaperKinds.flatMap((kind): Offer[] => {
		const past = facts.consents
			.filter((signed) => signed.kind === consentPapers[kind])
			.filter(({ personId, ended }) => ended !== null || !people.some(({ id }) => id === personId))
			.map((signed) => offerSigned(facts, kind, signed, signed.id))
		if (people.length === 0 && past.length === 0) return [{ kind, state: 'not-yet', why: 'no-proposal' }]
		const own = people.filter((person) => isFor(facts, person))
		return [...own.flatMap((person) => offerOwn(facts, kind, person)), ...past]
	})
}

/** Whoever has taken theirs back is not asked for it again by a paper to be signed. */
function offerOwn(facts: PaperFacts, kind: ConsentPaper, person: PaperPerson): MadeOffer[] {
	const standing = standingConsent(facts, consentPapers[kind], person.id)
	if (standing !== undefined) return [offerSigned(facts, kind, standing, person.id)]
	const last = facts.consents.findLast((one) => one.personId === person.id && one.kind === consentPapers[kind])
	if (last?.ended?.by === 'withdrawal') return []
	const choice = { kind, subjectId: person.id }
	return [
		{
			choice,
			people: [person],
			former: null,
			state: 'draft',
			on: null,
			follows: null,
			registered: null,
			matterId: null
		}
	]
}

function offerSigned(facts: PaperFacts, kind: ConsentPaper, signed: SignedConsent, subjectId: string): MadeOffer {
	const { personId, at, ended } = signed
	const person = findPerson(facts, personId)
	const isWithdrawn = ended?.by === 'withdrawal'
	return {
		choice: { kind, subjectId },
		people: person === null ? [] : [person],
		former: formerPart(facts, personId),
		state: isWithdrawn ? 'withdrawn' : 'ready',
		on: dateIn(facts.timeZone, new Date(isWithdrawn ? ended.at : at)),
		registered: null,
		follows: null,
		matterId: null
	}
}

/** A paper of each matter of the kind that stands. */
function offerMatters(facts: PaperFacts, kind: PaperKind, type: Matter['type'], why: NotYet): Offer[] {
	const matters = standingMatters(facts.ledger, type).filter(({ matter, outcome, raisedBy, signatories }) => {
		// Who is to leave by another's word has asked for nothing.
		if (kind === 'petition-leave' && raisedBy.role !== 'mentee' && !signatories.includes('mentee')) return false
		if (facts.reader.isStaff) return true
		// The draft of an order is the curator's; a petition belongs to whoever asks, and to the mentor it is about.
		if (kind.startsWith('order')) return outcome === 'in-force'
		if (kind === 'petition-extend' || kind === 'petition-change') return false
		const isAbout = subjectOf(matter) === facts.reader.personId
		if (kind === 'petition-leave') return isAbout
		return raisedBy.personId === facts.reader.personId || (kind === 'petition-release' && isAbout)
	})
	if (matters.length === 0) return facts.reader.isStaff ? [{ kind, state: 'not-yet', why }] : []
	return matters.map((raised): Offer => {
		const isOrder = kind.startsWith('order')
		const isSettled = raised.outcome === 'in-force'
		return {
			choice: { kind, subjectId: raised.id },
			people: peopleOfMatter(facts, raised),
			former: null,
			state: isSettled ? 'ready' : 'draft',
			on: raised.settledOn,
			follows: null,
			registered: isOrder ? registrationOf(facts.ledger, raised.id) : null,
			matterId: isOrder && isSettled ? raised.id : null
		}
	})
}

/** Whom it puts in or takes out. */
function peopleOfMatter(facts: PaperFacts, raised: RaisedMatter): PaperPerson[] {
	if (isOfType(raised, 'order')) return pairOf(facts, raised).mentors
	const subjectId = subjectOf(raised.matter)
	return subjectId === null ? [] : peopleOf(facts, [subjectId])
}

/** An employee's or the employer's, to whoever gave it; it is given whether or not anybody signs (domain.md L1). */
function offerNotices(facts: PaperFacts): Offer[] {
	const kind = 'notice'
	const { isStaff, personId } = facts.reader
	if (!hasContract(facts)) return isStaff ? [{ kind, state: 'not-yet', why: 'no-contract' }] : []
	const notices = standingNotices(facts).filter(({ raisedBy }) => isStaff || raisedBy.personId === personId)
	if (notices.length === 0) return isStaff ? [{ kind, state: 'not-yet', why: 'no-notice' }] : []
	return notices.map(({ id, raisedBy, raisedAt }) => ({
		...ready(kind, id, findPerson(facts, raisedBy.personId)),
		on: dateIn(facts.timeZone, new Date(raisedAt))
	}))
}

/** An employee's, each to its order (domain.md L1); of whoever was a mentor, as it was agreed then. */
function offerAgreements(facts: PaperFacts): Offer[] {
	const kind = 'agreement'
	if (standingMatters(facts.ledger, 'order').length === 0) {
		return facts.reader.isStaff ? [{ kind, state: 'not-yet', why: 'no-order' }] : []
	}
	if (!hasContract(facts)) return facts.reader.isStaff ? [{ kind, state: 'not-yet', why: 'no-contract' }] : []
	const past = facts.ledger.members.filter(({ role }) => role === 'mentor').map(({ personId }) => personId)
	return [...new Set([...currentPeople(facts), ...peopleOf(facts, past)])]
		.filter((person) => isFor(facts, person))
		.flatMap((person) =>
			agreementsOf(facts, person.id).map((agreed): Offer => ({
				...ready(kind, agreementId(agreed, person.id), person),
				former: formerPart(facts, person.id),
				state: agreed.by.outcome === 'in-force' ? 'ready' : 'draft',
				on: agreed.by.settledOn,
				follows: agreedOrders[agreed.by.matter.type] ?? null
			}))
		)
}

function hasContract({ ledger }: PaperFacts): boolean {
	return isEmployed(ledger.relation ?? ledger.proposal?.relation ?? null)
}

function offerLetters(facts: PaperFacts): Offer[] {
	const kind = 'letter'
	if (!facts.reader.isStaff) return []
	if (orderInForce(facts.ledger) === null) return [{ kind, state: 'not-yet', why: 'not-begun' }]
	return pairOn(facts, facts.ledger.closure?.lastDay ?? null).mentors.map((person) => ready(kind, person.id, person))
}

function ready(kind: PaperKind, subjectId: string, person: PaperPerson | null): MadeOffer {
	return {
		choice: { kind, subjectId },
		people: person === null ? [] : [person],
		former: null,
		state: 'ready',
		on: null,
		follows: null,
		registered: null,
		matterId: null
	}
}
