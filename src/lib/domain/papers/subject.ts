/** What a paper is about: a matter of the ledger, or a person of the programme. */
import { addDaysTo, addMonthsTo, type IsoDate } from '../calendar.ts'
import { currentMembers, lastingMenteeIds, type Ledger, type Member, type RaisedMatter } from '../ledger/ledger.ts'
import { isNotice } from '../ledger/consents.ts'
import type { Matter } from '../ledger/statement.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import { whenRaised } from './moment.ts'

type MatterType = Matter['type']
export type Raised<Type extends MatterType> = RaisedMatter & { matter: Extract<Matter, { type: Type }> }

export function isOfType<Type extends MatterType>(raised: RaisedMatter, type: Type): raised is Raised<Type> {
	return raised.matter.type === type
}

/** Those on the table and those in force, oldest first. */
export function standingMatters<Type extends MatterType>(ledger: Ledger, type: Type): Raised<Type>[] {
	return ledger.matters
		.filter((raised) => isOfType(raised, type))
		.filter(({ outcome }) => outcome === 'open' || outcome === 'in-force')
}

/** The newest order in force, by which the programme goes on; null before one. `before`: as it was when that was raised. */
export function orderInForce(ledger: Ledger, before: RaisedMatter | null = null): Raised<'order'> | null {
	const index = ledger.matters.findIndex(({ id }) => id === before?.id)
	const matters = index === -1 ? ledger.matters : ledger.matters.slice(0, index)
	return standingMatters({ ...ledger, matters }, 'order').findLast(({ outcome }) => outcome === 'in-force') ?? null
}

/** Whom an order puts together: as it was proposed. */
export function pairOf(facts: PaperFacts, order: Raised<'order'>): { mentors: PaperPerson[]; mentees: PaperPerson[] } {
	const { matter } = order
	const then = whenRaised(facts, order).ledger
	const { proposal, members } = then
	const menteeIds = lastingMenteeIds(then)
	const mentorIds =
		proposal?.id === matter.proposalId
			? proposal.mentorIds
			: members
					.filter(({ role, from }) => role === 'mentor' && from === matter.startsOn)
					.map(({ personId }) => personId)
	return { mentors: peopleOf(facts, mentorIds), mentees: peopleOf(facts, menteeIds) }
}

/** The person a matter puts in or takes out; null: it is of all. */
export function subjectOf(matter: Matter): string | null {
	if ('mentorId' in matter) return matter.mentorId
	return 'menteeId' in matter ? matter.menteeId : null
}

/** The day on which a change takes effect: a notice's last one, else the day it is settled; null: it is not yet. */
export function changeDay(raised: RaisedMatter): IsoDate | null {
	return isNotice(raised) ? raised.matter.lastDay : raised.settledOn
}

/** The others of the group that somebody joins or leaves, whether or not it has begun by then. */
export function groupAround(
	facts: PaperFacts,
	{ menteeId }: Extract<Matter, { type: 'leave' | 'join' }>
): PaperPerson[] {
	return peopleOf(
		facts,
		lastingMenteeIds(facts.ledger).filter((id) => id !== menteeId)
	)
}

/** Whose part lasts on the day; before the order, those who are proposed. */
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
	// Who was replaced and whose successor is not ordered yet is still whom the programme is about.
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

export function peopleOf(facts: PaperFacts, ids: readonly string[]): PaperPerson[] {
	return [...new Set(ids)].flatMap((id) => findPerson(facts, id) ?? [])
}

/** Who comes for a mentor who has left, by the first order that follows; null: nobody yet. */
export function successorOf(
	facts: PaperFacts,
	left: RaisedMatter
): { mentors: PaperPerson[]; startsOn: IsoDate } | null {
	const { matters, members } = facts.ledger
	const next = matters
		.slice(matters.findIndex(({ id }) => id === left.id) + 1)
		.filter((raised) => isOfType(raised, 'order'))
		.find(({ outcome }) => outcome === 'open' || outcome === 'in-force')
	if (next === undefined) return null
	const { startsOn } = next.matter
	const wasThere = (id: string) =>
		members.some(({ personId, role, from }) => personId === id && role === 'mentor' && from < startsOn)
	const mentors = pairOf(facts, next).mentors.filter(({ id }) => !wasThere(id))
	return mentors.length === 0 ? null : { mentors, startsOn }
}

/** How long the programme was to last before this change. */
export function monthsBefore(ledger: Ledger, { id }: RaisedMatter): number | null {
	const first = ledger.matters.find(({ matter, outcome }) => matter.type === 'order' && outcome === 'in-force')
	const index = ledger.matters.findIndex((raised) => raised.id === id)
	const earlier = ledger.matters
		.slice(0, index)
		.filter((raised) => isOfType(raised, 'extend') && raised.outcome === 'in-force')
		.at(-1)
	if (earlier !== undefined && isOfType(earlier, 'extend')) return earlier.matter.termMonths
	return first !== undefined && isOfType(first, 'order') ? first.matter.termMonths : (ledger.term?.months ?? null)
}

/** As long as the programme lasts: a mentor who comes later comes into a term that runs, and an extension lengthens it. */
export function partOf(
	{ ledger }: PaperFacts,
	{ matter }: Raised<'order'>,
	extension: Raised<'extend'> | null
): { startsOn: IsoDate; until: IsoDate } {
	const { startsOn, termMonths } = matter
	const term = ledger.term ?? { startsOn, months: termMonths }
	return { startsOn, until: lastDayOf(term.startsOn, extension?.matter.termMonths ?? term.months) }
}

/** The last day of so many months. */
export function lastDayOf(startsOn: IsoDate, months: number): IsoDate {
	return addDaysTo(addMonthsTo(startsOn, months), -1)
}

/** The edition that is in force, or was at the instant, with its number; null before one. */
export function editionInForce(
	{ matters }: Ledger,
	at: string | null
): { number: number; hash: string; on: IsoDate } | null {
	const editions = matters
		.filter((raised) => isOfType(raised, 'edition'))
		.filter(({ outcome, signatures }) => outcome === 'in-force' && (at === null || (signatures.at(-1)?.at ?? '') <= at))
	const newest = editions.at(-1)
	return newest === undefined || newest.settledOn === null
		? null
		: { number: editions.length, hash: newest.matter.hash, on: newest.settledOn }
}

export function registrationOf(ledger: Ledger, matterId: string): Ledger['registrations'][number] | null {
	return ledger.registrations.find((one) => one.matterId === matterId) ?? null
}
