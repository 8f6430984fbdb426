/** Whose papers there are: of those whose part lasts or is awaited, and of those who were there before them. */
import { isAwaited, joiningIds } from '../ledger/ledger.ts'
import type { PaperFacts, PaperPerson } from './facts.ts'
import { pairOn, peopleOf } from './subject.ts'

/** What somebody was and is no more; a candidate was proposed, and somebody else was after them. */
export type Former = 'mentor' | 'mentee' | 'candidate'

/** Those whose part lasts, or lasted until the end, and those who are proposed; none before a proposal. */
export function currentPeople(facts: PaperFacts): PaperPerson[] {
	const { ledger } = facts
	const { mentors, mentees } = pairOn(facts, ledger.closure?.lastDay ?? null)
	const proposed = isAwaited(ledger) ? peopleOf(facts, ledger.proposal?.mentorIds ?? []) : []
	return mentors.length === 0
		? []
		: [...new Set([...mentors, ...proposed, ...mentees, ...peopleOf(facts, joiningIds(ledger))])]
}

/** Null: they take part, or are to. */
export function formerPart(facts: PaperFacts, personId: string): Former | null {
	const { ledger } = facts
	const parts = ledger.members.filter((member) => member.personId === personId)
	const isOver = parts.every(({ until }) => until !== null && until !== ledger.closure?.lastDay)
	if (parts.length > 0) return isOver ? (parts.at(-1)?.role ?? null) : null
	return currentPeople(facts).some(({ id }) => id === personId) ? null : 'candidate'
}

/** Whose own it is, and staff. */
export function isFor({ reader }: PaperFacts, { id }: PaperPerson): boolean {
	return reader.isStaff || reader.personId === id
}
