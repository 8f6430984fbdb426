import type { Compilable } from 'kysely'
import { appointedTerm, emptyMentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import type { Member } from '#domain/ledger/ledger.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { readMentors, storeMentorEntry } from '../../people/bank.ts'
import type { Registry } from '../../database/database.ts'

/**
 * For `commitTogether`, with the order that brings them in: mentors are appointed for as long as the regulation says
 * (domain.md T28), from the first day of their part. Whose appointment lasts by then keeps it.
 */
export async function appointMentors(
	registry: Registry,
	municipalityId: string,
	mentors: readonly Member[],
	regulation: Regulation
): Promise<Compilable[]> {
	const personIds = mentors.map(({ personId }) => personId)
	const entries = await readMentors(registry, municipalityId, personIds)
	return mentors.flatMap(({ personId, from }) => {
		const term = appointedTerm(regulation, from)
		const entry = entries.get(personId) ?? emptyMentorEntry(personId, from)
		const state = mentorTermState(entry.term, from)
		if (term === null || (state !== 'unappointed' && state !== 'over')) return []
		return [storeMentorEntry(registry, municipalityId, { ...entry, term })]
	})
}
