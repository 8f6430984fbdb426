import { nanoid } from 'nanoid'
import { organisationSchema, type Organisation } from '#domain/people/organisation.ts'
import type { OrganisationRow } from '#protocol/api/people.ts'
import { registryApi } from '#lib/sync/api-people.ts'
import { Draft } from '../../form/draft.svelte.ts'
import { organisationLabels } from './organisation-words.ts'

/** `row` null: of one that is not there yet. `onstored` is told what the server made of it. */
export function draftOrganisation(
	row: OrganisationRow | null,
	onstored: (row: OrganisationRow) => void
): Draft<Organisation> {
	const first = row?.organisation ?? emptyOrganisation(nanoid())
	/** Of one that was begun before and never saved, the id it had then. */
	let { id } = first
	return new Draft<Organisation>({
		name: organisationForm(row),
		schema: organisationSchema,
		labels: organisationLabels,
		kept: { value: row?.organisation ?? null, version: row?.version ?? null },
		first,
		async store(organisation, version, isNamesake) {
			id = organisation.id
			const result = await registryApi.saveOrganisation(id, { organisation, version, isNamesake })
			if (result.ok) onstored(result.value)
			return result
		},
		async reread() {
			const result = await registryApi.organisation(id)
			return result.ok
				? { ok: true, value: { value: result.value.organisation, version: result.value.version } }
				: result
		}
	})
}

/** Among all forms of the app. */
export function organisationForm(row: OrganisationRow | null): string {
	return `organisation:${row?.organisation.id ?? 'new'}`
}

function emptyOrganisation(id: string): Organisation {
	return {
		id,
		name: '',
		kind: 'school',
		unit: null,
		level: 'municipal',
		isAdvanced: false,
		place: null,
		standings: null,
		years: []
	}
}
