import { canInvite, canOversee, isOrganisationRole, type ProgramPlace } from '#domain/access.ts'
import type { Registry } from '../registry/database.ts'
import { standingOf } from '../registry/standing.ts'

/** The municipality whose board the person opens; null for everybody else. */
export async function municipalityToOversee(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canOversee)
}

/** The same, or the organisation whose programmes the board shows them. */
export async function placeToOversee(registry: Registry, personId: string): Promise<ProgramPlace | null> {
	const municipalityId = await municipalityToOversee(registry, personId)
	if (municipalityId !== null) return { municipalityId, organisationId: null }
	const { assignments } = await standingOf(registry, personId)
	return assignments.find(({ role }) => isOrganisationRole(role)) ?? null
}

export function isSamePlace(one: ProgramPlace | null, other: ProgramPlace | null): boolean {
	return (
		one?.municipalityId === other?.municipalityId && (one?.organisationId ?? null) === (other?.organisationId ?? null)
	)
}

/** The municipality the person invites people to; null for everybody else. */
export async function municipalityToInvite(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canInvite)
}

async function municipalityWhere(registry: Registry, personId: string, can: typeof canOversee): Promise<string | null> {
	const standing = await standingOf(registry, personId)
	return standing.assignments.find(({ municipalityId }) => can(standing, municipalityId))?.municipalityId ?? null
}
