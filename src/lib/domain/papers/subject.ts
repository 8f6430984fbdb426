/** Finds what a paper is about: a decision of the ledger, or people of the programme. */
import { type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { currentMembers, lastingMenteeIds, type Ledger, type Member, type RaisedDecision } from '../ledger/ledger.ts'
import { isNotice } from '../ledger/consents.ts'
import { wasReleased } from '../ledger/memberships.ts'
import type { Decision } from '../ledger/statement.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { whenRaised } from './moment.ts'

type DecisionType = Decision['type']
export type Raised<Type extends DecisionType> = RaisedDecision & { matter: Extract<Decision, { type: Type }> }

export function isOfType<Type extends DecisionType>(raised: RaisedDecision, type: Type): raised is Raised<Type> {
	return raised.matter.type === type
}

/** Open decisions and those in force, oldest first. */
export function currentDecisions<Type extends DecisionType>(ledger: Ledger, type: Type): Raised<Type>[] {
	return ledger.matters
		.filter((raised) => isOfType(raised, type))
		.filter(({ outcome }) => outcome === 'open' || outcome === 'in-force')
}

/** The newest order in force; null: there is none. `before`: only orders raised before this decision count. */
export function orderInForce(ledger: Ledger, before: RaisedDecision | null = null): Raised<'order'> | null {
	const index = ledger.matters.findIndex(({ id }) => id === before?.id)
	const decisions = index === -1 ? ledger.matters : ledger.matters.slice(0, index)
	return (
		currentDecisions({ ...ledger, matters: decisions }, 'order').findLast(({ outcome }) => outcome === 'in-force') ??
		null
	)
}

/** The people of an order, as proposed when it was raised. */
export function pairOf(facts: PaperFacts, order: Raised<'order'>): { mentors: PaperPerson[]; mentees: PaperPerson[] } {
	const { matter: decision } = order
	const then = whenRaised(facts, order).ledger
	const { proposal, members } = then
	const menteeIds = lastingMenteeIds(then)
	const mentorIds =
		proposal?.id === decision.proposalId
			? proposal.mentorIds
			: members
					.filter(({ role, from }) => role === 'mentor' && from === decision.startsOn)
					.map(({ personId }) => personId)
	return { mentors: peopleOf(facts, mentorIds), mentees: peopleOf(facts, menteeIds) }
}

/** The person whom the decision adds or removes; null: it concerns all. */
export function subjectOf(decision: Decision): string | null {
	if ('mentorId' in decision) return decision.mentorId
	return 'menteeId' in decision ? decision.menteeId : null
}

/** The day on which a change takes effect: a notice's last day, else the day of the outcome; null: not yet. */
export function changeDay(raised: RaisedDecision): IsoDate | null {
	return isNotice(raised) ? raised.matter.lastDay : raised.settledOn
}

/** The other mentees of the group that somebody joins or leaves, whether or not it has begun. */
export function groupAround(
	facts: PaperFacts,
	{ menteeId }: Extract<Decision, { type: 'leave' | 'join' }>
): PaperPerson[] {
	return peopleOf(
		facts,
		lastingMenteeIds(facts.ledger).filter((id) => id !== menteeId)
	)
}

/** The members on the day (null: now); before the order, the proposed people. */
export function pairOn(facts: PaperFacts, on: IsoDate | null): { mentors: PaperPerson[]; mentees: PaperPerson[] } {
	const { ledger } = facts
	if (ledger.members.length === 0) {
		const { proposal, request } = ledger
		return {
			mentors: peopleOf(facts, proposal?.mentorIds ?? []),
			mentees: peopleOf(facts, request?.menteeIds ?? [])
		}
	}
	const there =
		on === null
			? currentMembers(ledger)
			: ledger.members.filter(({ from, until }) => from <= on && (until === null || until >= on))
	// If a mentor was replaced and has no successor yet, the last one still counts.
	const of = (role: Member['role']) => {
		const found = there.filter((member) => member.role === role)
		if (found.length > 0) return found
		const all = ledger.members.filter((member) => member.role === role)
		return all.filter(({ from }) => from === all.at(-1)?.from)
	}
	return {
		mentors: peopleOf(
			facts,
			of('mentor').map(({ personId }) => personId)
		),
		mentees: peopleOf(
			facts,
			of('mentee').map(({ personId }) => personId)
		)
	}
}

/** The members whom a change concerns. A closure ends nothing for a mentor who was released before: then there may be no mentor. */
export function pairOfChange(facts: PaperFacts, raised: RaisedDecision): ReturnType<typeof pairOn> {
	const { mentors, mentees } = pairOn(facts, changeDay(raised))
	const isLeft = ({ id }: PaperPerson) => isOfType(raised, 'closure') && wasReleased(facts.ledger, id)
	return { mentors: mentors.filter((mentor) => !isLeft(mentor)), mentees }
}

export function peopleOf(facts: PaperFacts, ids: readonly string[]): PaperPerson[] {
	return [...new Set(ids)].flatMap((id) => findPerson(facts, id) ?? [])
}

/** The new mentors after a mentor has left, by the first order that follows; null: none yet. */
export function successorOf(
	facts: PaperFacts,
	left: RaisedDecision
): { mentors: PaperPerson[]; startsOn: IsoDate } | null {
	const { matters: decisions, members } = facts.ledger
	const next = decisions
		.slice(decisions.findIndex(({ id }) => id === left.id) + 1)
		.filter((raised) => isOfType(raised, 'order'))
		.find(({ outcome }) => outcome === 'open' || outcome === 'in-force')
	if (next === undefined) return null
	const { startsOn } = next.matter
	const wasThere = (id: string) =>
		members.some(({ personId, role, from }) => personId === id && role === 'mentor' && from < startsOn)
	const mentors = pairOf(facts, next).mentors.filter(({ id }) => !wasThere(id))
	return mentors.length === 0 ? null : { mentors, startsOn }
}

/** The term in months before this change. */
export function monthsBefore(ledger: Ledger, { id }: RaisedDecision): number | null {
	const first = ledger.matters.find(
		({ matter: decision, outcome }) => decision.type === 'order' && outcome === 'in-force'
	)
	const index = ledger.matters.findIndex((raised) => raised.id === id)
	const earlier = ledger.matters
		.slice(0, index)
		.filter((raised) => isOfType(raised, 'extend') && raised.outcome === 'in-force')
		.at(-1)
	if (earlier !== undefined && isOfType(earlier, 'extend')) return earlier.matter.termMonths
	return first !== undefined && isOfType(first, 'order') ? first.matter.termMonths : (ledger.term?.months ?? null)
}

/**
 * The days of a membership by an order. They end with the programme: a later mentor gets the rest of the term, and an extension
 * lengthens it.
 */
export function membershipSpanOf(
	{ ledger }: PaperFacts,
	{ matter: decision }: Raised<'order'>,
	extension: Raised<'extend'> | null
): { startsOn: IsoDate; until: IsoDate } {
	const { startsOn, termMonths } = decision
	const term = ledger.term ?? { startsOn, months: termMonths }
	return { startsOn, until: lastDayOfTerm(term.startsOn, extension?.matter.termMonths ?? term.months) }
}

/** The edition in force, now or at the instant, with its number; null: there was none. */
export function editionInForce(
	{ matters: decisions }: Ledger,
	at: string | null
): { number: number; hash: string; on: IsoDate } | null {
	const editions = decisions
		.filter((raised) => isOfType(raised, 'edition'))
		.filter(({ outcome, signatures }) => outcome === 'in-force' && (at === null || (signatures.at(-1)?.at ?? '') <= at))
	const newest = editions.at(-1)
	return newest === undefined || newest.settledOn === null
		? null
		: { number: editions.length, hash: newest.matter.hash, on: newest.settledOn }
}

export function registrationOf(ledger: Ledger, decisionId: string): Ledger['registrations'][number] | null {
	return ledger.registrations.find((one) => one.matterId === decisionId) ?? null
}
