import { isOrganisationRole, spokenRole, type ProgramPlace, type Standing } from '#domain/access.ts'
import { findRole, isOfOrganisation } from '#domain/regulation/find-role.ts'
import type { OwnOrganisation } from '#protocol/api.ts'
import type { Registry } from '../registry/database.ts'
import { findOrganisation } from '../registry/organisations.ts'
import { readCurrentRegulation, readRegulation } from '../registry/regulations.ts'

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

/** Whose the person is, as the municipality's regulation of today has it; null: nobody's of one organisation. */
export async function describeOwnOrganisation(
	registry: Registry,
	standing: Pick<Standing, 'assignments'>
): Promise<OwnOrganisation | null> {
	const own = standing.assignments.find(({ role }) => isOrganisationRole(role))
	if (own === undefined || !isOrganisationRole(own.role)) return null
	const organisation = await findOrganisation(registry, own.organisationId ?? '')
	if (organisation === null) return null
	const regulation = await readCurrentRegulation(registry, own.municipalityId)
	const said = findRole(regulation, spokenRole(own.role), organisation.kind)
	return {
		name: organisation.name,
		title: said?.of === 'organisation' ? said.title : null
	}
}
