import type { Compilable } from 'kysely'
import { lastingMenteeIds, type Ledger } from '#domain/ledger/ledger.ts'
import type { Registry } from '../../database/database.ts'
import { organisationNamesOf } from '../../people/organisations.ts'

/** Where the mentees work, as lists show it, when one comes into a group that goes on, or leaves it. For `commitTogether`. */
export async function followOrganisations(registry: Registry, before: Ledger, after: Ledger): Promise<Compilable[]> {
	const [were, are] = [lastingMenteeIds(before), lastingMenteeIds(after)]
	const isSame = were.length === are.length && are.every((id) => were.includes(id))
	if (before.phase !== 'active' || after.phase !== 'active' || isSame) return []
	const organisation = (await organisationNamesOf(registry, are)).join(', ')
	return [registry.query.updateTable('programs').set({ organisation }).where('id', '=', after.programId)]
}
