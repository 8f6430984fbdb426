import { needsHolder } from '#domain/regulation/roles.ts'
import type { HeldOffice, OfficeListing } from '#protocol/api/staff.ts'
import type { BankScope } from './bank-list.ts'
import { listStandings } from './organisation-list.ts'

/** By office, organisations that must have a holder by what they are, and have none (domain.md D29), by name. */
export async function listWithoutHolder(
	scope: BankScope,
	held: readonly HeldOffice[]
): Promise<OfficeListing['without']> {
	const offices = scope.regulation.composition?.offices.filter(({ standings }) => standings !== undefined) ?? []
	if (offices.length === 0) return {}
	const organisations = await listStandings(scope)
	return Object.fromEntries(
		offices.map((office) => {
			const ofOffice = held.filter(({ officeId }) => officeId === office.id)
			const without = organisations.filter(
				({ id, standings }) =>
					needsHolder(office, standings) && !ofOffice.some(({ organisation }) => organisation?.id === id)
			)
			return [office.id, without.map(({ id, name }) => ({ id, name }))]
		})
	)
}
