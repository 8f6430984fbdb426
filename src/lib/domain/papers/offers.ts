/** Lists the papers of a programme that can be made now, for whom, and why others cannot yet. */
import { dateIn, type IsoDate } from '../calendar.ts'
import { isDeparture, type Notice } from '../ledger/consents.ts'
import type { RaisedDecision } from '../ledger/ledger.ts'
import type { Decision } from '../ledger/statement.ts'
import { isEmployed } from '../regulation/labour-law.ts'
import { findPerson, currentConsent, type PaperFacts, type PaperPerson, type SignedConsent } from './facts.ts'
import { agreedOrders, agreementId, agreementsOf } from './agreement.ts'
import { currentNotices } from './petition.ts'
import { consentPaperKinds, consentPapers, type ConsentPaper, type PaperKind, PROGRAM_PAPER } from './kinds.ts'
import type { PaperChoice } from './make-paper.ts'
import { isOfType, pairOf, pairOn, peopleOf, registrationOf, subjectOf, currentDecisions } from './subject.ts'
import { currentPeople, formerRoleOf, hasWorked, isFor, mayBeThanked, type Former } from './values.ts'

/** What must happen first. */
export type NotYet =
	| 'no-proposal'
	| 'no-edition'
	| 'no-order'
	| 'no-release'
	| 'no-replacement'
	| 'no-extension'
	| 'no-change'
	| 'no-joining'
	| 'no-leaving'
	| 'no-leave-petition'
	| 'no-notice'
	| 'no-departure'
	| 'no-closure'
	| 'no-feedback'
	| 'not-begun'
	/** The mentor is a pupil or a student, without an employment contract. */
	| 'no-contract'

export type Offer = MadeOffer | { kind: PaperKind; state: 'not-yet'; why: NotYet }

export interface MadeOffer {
	choice: PaperChoice
	/** The people whose paper it is or whom it is about; empty: it is the programme's. */
	people: readonly PaperPerson[]
	former: Former | null
	/** `draft`: it waits for a signature in the system. `withdrawn`: a signed consent was withdrawn. */
	state: 'ready' | 'draft' | 'withdrawn'
	/** The day of the state; null: of a draft, or of a paper without a day. */
	on: IsoDate | null
	/** The kind of order from which an agreement follows. */
	follows: PaperKind | null
	/** Number and day in the authority's journal, of the order or of the one from which an agreement follows. */
	registered: { number: string; on: IsoDate } | null
	/** Only for an order in force: its decision, whose number and day a curator registers. */
	decisionId: string | null
}

/** In the order in which a programme needs them. A participant gets their own papers, and the orders about their programme. */
export function offerPapers(facts: PaperFacts): Offer[] {
	return [
		...offerConsents(facts),
		...offerDecisions(facts, 'order-pairs', 'order', 'no-order'),
		...offerAgreements(facts),
		...offerProgram(facts),
		...offerDecisions(facts, 'petition-release', 'release', 'no-release'),
		...offerDecisions(facts, 'order-release', 'release', 'no-release'),
		...offerDecisions(facts, 'petition-replace', 'replace', 'no-replacement'),
		...offerDecisions(facts, 'order-replace', 'replace', 'no-replacement'),
		...offerDecisions(facts, 'petition-extend', 'extend', 'no-extension'),
		...offerDecisions(facts, 'order-extend', 'extend', 'no-extension'),
		...offerDecisions(facts, 'petition-change', 'change', 'no-change'),
		...offerDecisions(facts, 'order-change', 'change', 'no-change'),
		...offerDecisions(facts, 'order-join', 'join', 'no-joining'),
		...offerDecisions(facts, 'petition-leave', 'leave', 'no-leave-petition'),
		...offerDecisions(facts, 'order-leave', 'leave', 'no-leaving'),
		...offerNotices(facts),
		...offerDecisions(facts, 'order-closure', 'closure', 'no-closure'),
		...offerFeedback(facts),
		...offerThanks(facts, 'diploma'),
		...offerThanks(facts, 'letter')
	]
}

/** Before a proposal the people are not known. Signed sheets can always be printed, even if they have ended. */
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

/** A person who has withdrawn a consent gets no new sheet to sign. */
function offerOwn(facts: PaperFacts, kind: ConsentPaper, person: PaperPerson): MadeOffer[] {
	const signed = currentConsent(facts, consentPapers[kind], person.id)
	if (signed !== undefined) return [offerSigned(facts, kind, signed, person.id)]
	const last = facts.consents.findLast((one) => one.personId === person.id && one.kind === consentPapers[kind])
	if (last?.ended?.by === 'withdrawal') return []
	return [{ ...ready(kind, person.id, person), state: 'draft' }]
}

function offerSigned(facts: PaperFacts, kind: ConsentPaper, signed: SignedConsent, subjectId: string): MadeOffer {
	const { personId, at, ended } = signed
	const isWithdrawn = ended?.by === 'withdrawal'
	return {
		...ready(kind, subjectId, findPerson(facts, personId)),
		former: formerRoleOf(facts, personId),
		state: isWithdrawn ? 'withdrawn' : 'ready',
		on: dateIn(facts.timeZone, new Date(isWithdrawn ? ended.at : at))
	}
}

/** One paper for each current decision of the type. */
function offerDecisions(facts: PaperFacts, kind: PaperKind, type: Decision['type'], why: NotYet): Offer[] {
	const decisions = currentDecisions(facts.ledger, type).filter(
		({ matter: decision, outcome, raisedBy, signatories }) => {
			// A mentee whose leaving somebody else raised has no petition, unless they sign too.
			if (kind === 'petition-leave' && raisedBy.role !== 'mentee' && !signatories.includes('mentee')) return false
			if (facts.reader.isStaff) return true
			// Only staff see the draft of an order. A petition belongs to the petitioner, and to the mentor it is about.
			if (kind.startsWith('order')) return outcome === 'in-force'
			if (kind === 'petition-extend' || kind === 'petition-change') return false
			const isAbout = subjectOf(decision) === facts.reader.personId
			if (kind === 'petition-leave') return isAbout
			return raisedBy.personId === facts.reader.personId || (kind === 'petition-release' && isAbout)
		}
	)
	if (decisions.length === 0) return notYet(facts, kind, why)
	return decisions.map((raised): Offer => {
		const isOrder = kind.startsWith('order')
		const isSettled = raised.outcome === 'in-force'
		return {
			...ready(kind, raised.id, null),
			people: peopleOfDecision(facts, raised),
			state: isSettled ? 'ready' : 'draft',
			on: raised.settledOn,
			registered: isOrder ? registrationOf(facts.ledger, raised.id) : null,
			decisionId: isOrder && isSettled ? raised.id : null
		}
	})
}

/** The people whom the decision adds or removes. */
function peopleOfDecision(facts: PaperFacts, raised: RaisedDecision): PaperPerson[] {
	if (isOfType(raised, 'order')) return pairOf(facts, raised).mentors
	const subjectId = subjectOf(raised.matter)
	return subjectId === null ? [] : peopleOf(facts, [subjectId])
}

/** A notice (domain.md L1) or a departure, for the person who gave it; it needs no other signature. */
function offerNotices(facts: PaperFacts): Offer[] {
	const { isStaff, personId } = facts.reader
	const own = currentNotices(facts).filter(({ raisedBy }) => isStaff || raisedBy.personId === personId)
	const paper = (kind: 'notice' | 'statement', { id, raisedBy, raisedAt }: Notice): Offer => ({
		...ready(kind, id, findPerson(facts, raisedBy.personId)),
		on: dateIn(facts.timeZone, new Date(raisedAt))
	})
	const notices = own.filter((one) => !isDeparture(facts.ledger, one)).map((one) => paper('notice', one))
	const departures = own.filter((one) => isDeparture(facts.ledger, one)).map((one) => paper('statement', one))
	return [
		...(notices.length > 0 ? notices : notYet(facts, 'notice', hasContract(facts) ? 'no-notice' : 'no-contract')),
		...(departures.length > 0 ? departures : notYet(facts, 'statement', 'no-departure'))
	]
}

/** The agreements of mentors who are employees, one for each order (domain.md L1); also of former mentors, as agreed then. */
function offerAgreements(facts: PaperFacts): Offer[] {
	const kind = 'agreement'
	if (currentDecisions(facts.ledger, 'order').length === 0) return notYet(facts, kind, 'no-order')
	if (!hasContract(facts)) return notYet(facts, kind, 'no-contract')
	const past = facts.ledger.members.filter(({ role }) => role === 'mentor').map(({ personId }) => personId)
	return [...new Set([...currentPeople(facts), ...peopleOf(facts, past)])]
		.filter((person) => isFor(facts, person))
		.flatMap((person) =>
			agreementsOf(facts, person.id).map((agreed): Offer => ({
				...ready(kind, agreementId(agreed, person.id), person),
				former: formerRoleOf(facts, person.id),
				state: agreed.by.outcome === 'in-force' ? 'ready' : 'draft',
				on: agreed.by.settledOn,
				follows: agreedOrders[agreed.by.matter.type] ?? null,
				registered: registrationOf(facts.ledger, agreed.by.id)
			}))
		)
}

/** The programme of each edition in force, and of the one that is being signed. */
function offerProgram(facts: PaperFacts): Offer[] {
	const kind = PROGRAM_PAPER
	const editions = currentDecisions(facts.ledger, 'edition')
	if (editions.length === 0) return notYet(facts, kind, 'no-edition')
	return editions.map(({ id, outcome, settledOn }) => ({
		...ready(kind, id, null),
		state: outcome === 'open' ? 'draft' : 'ready',
		on: settledOn
	}))
}

function hasContract({ ledger }: PaperFacts): boolean {
	return isEmployed(ledger.relation ?? ledger.proposal?.relation ?? null)
}

/** The newest of each mentee, for everybody whose ledger has it (`readableEntry`). */
function offerFeedback(facts: PaperFacts): Offer[] {
	const kind = 'feedback'
	const { ledger, timeZone } = facts
	if (ledger.feedback.length === 0) return notYet(facts, kind, 'no-feedback')
	return ledger.feedback.map(({ id, by, at }) => ({
		...ready(kind, id, findPerson(facts, by.personId)),
		on: dateIn(timeZone, new Date(at))
	}))
}

/** Regulations name both as incentives of a mentor (domain.md T46). */
function offerThanks(facts: PaperFacts, kind: 'diploma' | 'letter'): Offer[] {
	if (!facts.reader.isStaff) return []
	const mentors = pairOn(facts, facts.ledger.closure?.lastDay ?? null).mentors.filter(({ id }) => hasWorked(facts, id))
	if (mentors.length === 0) return notYet(facts, kind, 'not-begun')
	return mentors.filter((person) => mayBeThanked(facts, person)).map((person) => ready(kind, person.id, person))
}

/** Only staff see what must happen first. */
function notYet({ reader }: PaperFacts, kind: PaperKind, why: NotYet): Offer[] {
	return reader.isStaff ? [{ kind, state: 'not-yet', why }] : []
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
		decisionId: null
	}
}
