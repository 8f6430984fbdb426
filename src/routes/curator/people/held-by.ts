import { findHolderInTheWay } from '#domain/regulation/roles.ts'
import type { Office } from '#domain/regulation/schema.ts'
import type { HeldOffice } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'

/** Who stands in the way of this holder, by name; where nobody does, that it was so a moment ago. */
export function heldByText(
	office: Pick<Office, 'id' | 'holders'>,
	held: readonly HeldOffice[],
	of: { personId: string; organisationId: string | null }
): string {
	const holdings = held.map(({ officeId, person, organisation }) => ({
		officeId,
		personId: person.id,
		organisationId: organisation?.id ?? null,
		name: person.name
	}))
	const holder = findHolderInTheWay(office, holdings, of)
	return holder === null ? m.people_office_busy() : m.people_office_held({ name: holder.name })
}
