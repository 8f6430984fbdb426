import { canInvite, canOversee, rolesInOrganisations } from '#domain/access.ts'
import type { Registry } from '../../database/database.ts'
import type { OverseenPlace } from '../../people/program-place.ts'
import { standingOf } from '../../people/standing.ts'

/** The municipality whose board the person opens; null for everybody else. */
export async function municipalityToOversee(registry: Registry, personId: string): Promise<string | null> {
	return municipalityWhere(registry, personId, canOversee)
}

/** The same, or the organisations whose programmes the board shows them. */
export async function placeToOversee(registry: Registry, personId: string): Promise<OverseenPlace | null> {
	const municipalityId = await municipalityToOversee(registry, personId)
	if (municipalityId !== null) return { municipalityId, organisationIds: null }
	const own = rolesInOrganisations(await standingOf(registry, personId))
	if (own[0] === undefined) return null
	return {
		municipalityId: own[0].municipalityId,
		organisationIds: [...new Set(own.flatMap(({ organisationId }) => organisationId ?? []))].sort()
	}
}

export function isSamePlace(one: OverseenPlace | null, other: OverseenPlace | null): boolean {
	return (
		one?.municipalityId === other?.municipalityId && one?.organisationIds?.join() === other?.organisationIds?.join()
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
