import { listOrganisationStaffIds } from '../people/staff.ts'
import type { ApiParts } from './serve/api-parts.ts'

/** After people may have changed their place of work: whose a programme is, is asked anew of those who read it for an organisation. */
export async function readmitOrganisationStaff(
	{ registry, relay }: Pick<ApiParts, 'registry' | 'relay'>,
	municipalityId: string
): Promise<void> {
	for (const personId of await listOrganisationStaffIds(registry, municipalityId)) relay.readmit({ personId })
}
