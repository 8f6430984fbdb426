/**
 * What a ledger means for the registry: who takes part, for how long. The ledger is the truth; these rows are what the
 * rest of the server reads, and follow it in the same commit.
 */
import type { Compilable } from 'kysely'
import type { Entry, Ledger, Member } from '#domain/ledger/ledger.ts'
import type { Registry } from '../registry/database.ts'

/** For `commitTogether`, after the programme's own row where the entry makes one. */
export function consequencesOf(registry: Registry, before: Ledger, after: Ledger, entry: Entry): Compilable[] {
	const changed = after.members.filter((member) => !before.members.some((known) => isSame(known, member)))
	return [
		...changed.map((member) => upsertMembership(registry, entry, member)),
		...(before.term !== null && after.term !== null && before.term.months !== after.term.months
			? [
					registry.query
						.updateTable('programs')
						.set({ term_months: after.term.months })
						.where('id', '=', entry.programId)
				]
			: [])
	]
}

/** Whose rights an entry touches: the relay asks about them again. */
export function touchedPeople(before: Ledger, after: Ledger): string[] {
	const changed = after.members.filter((member) => !before.members.some((known) => isSame(known, member)))
	return [...new Set(changed.map(({ personId }) => personId))]
}

/** A part that ends later ends by itself, on its last day (`due-endings.ts`). */
function upsertMembership({ query }: Registry, { programId, at, on }: Entry, member: Member): Compilable {
	const hasEnded = member.until !== null && member.until <= on
	const part = {
		role: member.role,
		ended_at: hasEnded ? at : null,
		until_day: hasEnded ? null : member.until
	}
	return query
		.insertInto('memberships')
		.values({ program_id: programId, person_id: member.personId, ...part })
		.onConflict((conflict) => conflict.columns(['program_id', 'person_id']).doUpdateSet(part))
}

function isSame(one: Member, other: Member): boolean {
	return (
		one.personId === other.personId && one.role === other.role && one.from === other.from && one.until === other.until
	)
}
