import { canCompare } from '#domain/access.ts'
import type { RegionNumbers } from '#protocol/api/region.ts'
import { countMunicipalities } from '../programs/region.ts'
import { standingOf } from '../people/standing.ts'
import { refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { requireSession } from './serve/require-session.ts'

/** 403 for everybody but the region. */
export function addRegion(api: Api, parts: ApiParts): void {
	const { registry, board, now } = parts

	api.get('/region', requireSession(parts), async (context) => {
		const standing = await standingOf(registry, context.get('personId'))
		if (!canCompare(standing)) return refuse(context, 'unauthorized', { status: 403 })
		const municipalities = await countMunicipalities(registry, board)
		return context.json<RegionNumbers>({ municipalities, at: now().toISOString() })
	})
}
