import type { Me } from '#protocol/api/program.ts'
import { describeOwnOrganisation } from '../programs/ledger/organisation-voice.ts'
import { findPerson } from '../people/people.ts'
import { listPrograms } from '../programs/program-listings.ts'
import { rolesOf, standingOf } from '../people/standing.ts'
import { refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { requireSession } from './serve/require-session.ts'

export function addMe(api: Api, parts: ApiParts): void {
	const { registry, isDemo } = parts
	api.get('/me', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const found = await findPerson(registry, personId)
		// An account whose person was never made: the server was killed between the two.
		if (found === null) return refuse(context, 'unauthorized')
		const standing = await standingOf(registry, personId)
		return context.json<Me>({
			person: found.person,
			roles: await rolesOf(registry, personId, standing),
			municipality: found.municipality,
			organisation: await describeOwnOrganisation(registry, standing),
			programs: await listPrograms(registry, personId, standing),
			isDemo,
			session: context.get('sessionId')
		})
	})
}
