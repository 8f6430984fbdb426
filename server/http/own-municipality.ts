import { canInvite, canOversee } from '#domain/access.ts'
import type { Registry } from '../registry/database.ts'
import { standingOf } from '../registry/standing.ts'

/** The municipality whose board the person opens; null for everybody else. */
export async function municipalityToOversee(registry: Registry, personId: string): Promise<string | null> {
	return findMunicipality(registry, personId, canOversee)
}

/** The municipality the person invites people to; null for everybody else. */
export async function municipalityToInvite(registry: Registry, personId: string): Promise<string | null> {
	return findMunicipality(registry, personId, canInvite)
}

async function findMunicipality(registry: Registry, personId: string, can: typeof canOversee): Promise<string | null> {
	const standing = await standingOf(registry, personId)
	return standing.assignments.find(({ municipalityId }) => can(standing, municipalityId))?.municipalityId ?? null
}
