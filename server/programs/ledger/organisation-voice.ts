import {
	isOrganisationRole,
	rolesInOrganisations,
	spokenRole,
	type ProgramPlace,
	type Standing
} from '#domain/access.ts'
import { findRole, isOfOrganisation } from '#domain/regulation/roles.ts'
import type { OwnOrganisation } from '#protocol/api/program.ts'
import type { Registry } from '../../database/database.ts'
import { findOrganisation } from '../../people/organisations.ts'
import { readCurrentRegulation, readRegulation } from '../../people/regulations.ts'

/** As whom the organisation's own people speak of a programme of it, by the regulation it is under; who signs stays what that says. */
export async function organisationVoices(
	registry: Registry,
	{ assignments }: Pick<Standing, 'assignments'>,
	{ municipalityId, organisationId = null }: ProgramPlace,
	regulationId: string
): Promise<('curator' | 'head')[]> {
	if (organisationId === null) return []
	const roles = assignments
		.filter((own) => own.municipalityId === municipalityId && own.organisationId === organisationId)
		.flatMap(({ role }) => (isOrganisationRole(role) ? [spokenRole(role)] : []))
	if (roles.length === 0) return []
	const regulation = await readRegulation(registry, municipalityId, regulationId)
	const organisation = await findOrganisation(registry, organisationId)
	if (regulation === null || organisation === null) return []
	return roles.filter((role) => isOfOrganisation(regulation, role, organisation.kind))
}

/** Whose the person is, of one or of several, as their municipality's regulation of today has it; null: no organisation's. */
export async function describeOwnOrganisation(
	registry: Registry,
	standing: Pick<Standing, 'assignments'>
): Promise<OwnOrganisation | null> {
	const each = await Promise.all(
		rolesInOrganisations(standing).map(async ({ role, organisationId, municipalityId }) => {
			const organisation = await findOrganisation(registry, organisationId ?? '')
			if (organisation === null) return []
			const regulation = await readCurrentRegulation(registry, municipalityId)
			const said = findRole(regulation, spokenRole(role), organisation.kind)
			return { name: organisation.name, title: said?.of === 'organisation' ? said.title : null }
		})
	)
	const own = each.flat()
	if (own.length === 0) return null
	const [title = null, ...others] = new Set(own.map((one) => one.title))
	return {
		name: [...new Set(own.map((one) => one.name))].join(', '),
		title: others.length === 0 ? title : null
	}
}
