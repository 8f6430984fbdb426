import { listInstitutionStaffIds } from '../registry/staff.ts'
import type { ApiParts } from './api.ts'

/** After people may have changed their place of work: whose a programme is, is asked anew of those who read it for an institution. */
export async function readmitInstitutions(
	{ registry, relay }: Pick<ApiParts, 'registry' | 'relay'>,
	municipalityId: string
): Promise<void> {
	for (const personId of await listInstitutionStaffIds(registry, municipalityId)) relay.readmit({ personId })
}
