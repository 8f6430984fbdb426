import { z } from 'zod'
import type { Board } from '#protocol/api/program.ts'
import { readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { programIdsOf } from '../people/program-place.ts'
import { placeToOversee } from './serve/own-municipality.ts'
import { requireSession } from './serve/require-session.ts'

const boardQuery = z.object({
	q: z.string().trim().max(200).default(''),
	attention: z.enum(['overdue', 'silent', 'behind']).optional(),
	phase: z.enum(['closed']).optional(),
	unit: z.string().trim().min(1).max(1_000).optional(),
	page: z.coerce.number().int().min(1).default(1),
	pageSize: z.coerce.number().int().min(1).max(500).default(100)
})

export function addBoard(api: Api, parts: ApiParts): void {
	api.get('/board', requireSession(parts), async (context) => {
		const place = await placeToOversee(parts.registry, context.get('personId'))
		if (place === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, boardQuery)
		if (!query.isValid) return query.refusal
		const { municipalityId, organisationIds } = place
		const only = organisationIds && (await programIdsOf(parts.registry, organisationIds))
		return context.json<Board>(await parts.board.read(municipalityId, query.value, only))
	})
}
