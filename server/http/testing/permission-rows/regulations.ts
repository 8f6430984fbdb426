import { copyShipped } from '../made-for-askers.ts'
import { toOverseers, toWhoeverIsSignedIn, type PermissionRow } from '../permission-row.ts'

const forum = { event: { kind: 'forum', title: 'Форум', on: '2026-09-20', place: '' }, attendedIds: [] }

/** Each municipality has its own: the curator of another one works with theirs. */
export const regulationRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/regulations', expected: toOverseers(200) },
	{ endpoint: 'GET /api/regulations/:id', at: '/api/regulations/tomsk-city', expected: toOverseers(200) },
	// Another municipality has no such copy to replace.
	{
		endpoint: 'POST /api/regulations/:id',
		made: async (town, asker) => {
			const { id, regulation } = await copyShipped(town, `saved-by-${asker}`)
			return { at: `/api/regulations/${id}`, body: { base: 1, regulation: { ...regulation, title: `Second ${id}` } } }
		},
		expected: toOverseers(200, 409)
	},
	{
		endpoint: 'PUT /api/regulations/:id/tasks/:taskId',
		at: '/api/regulations/tomsk-city/tasks/effectiveness',
		body: { isDone: true },
		expected: toOverseers(200)
	},
	// Another one is current meanwhile.
	{
		endpoint: 'POST /api/regulations/current',
		body: { id: 'surgut', was: 'dinskoy' },
		expected: toOverseers(409)
	},
	{
		endpoint: 'DELETE /api/regulations/:id',
		made: async (town, asker) => ({ at: `/api/regulations/${(await copyShipped(town, `of-${asker}`)).id}` }),
		expected: toOverseers(204, 404)
	},
	{ endpoint: 'GET /api/incentives', expected: toOverseers(200) },
	{ endpoint: 'GET /api/mentor-events', expected: toOverseers(200) },
	// The head decides by it, and so does not keep it. Another municipality's curator makes one of their own.
	{
		endpoint: 'PUT /api/mentor-events/:id',
		made: (_town, asker) => ({ at: `/api/mentor-events/by-${asker}`, body: { ...forum, version: null } }),
		expected: { ...toOverseers(204), arkady: 403 }
	},
	{
		endpoint: 'DELETE /api/mentor-events/:id',
		made: async (town, asker) => {
			const at = `/api/mentor-events/deleted-by-${asker}`
			await town.put('elena', at, { ...forum, version: null })
			return { at }
		},
		expected: { ...toOverseers(204, 404), arkady: 403 }
	},
	// Only the region sees numbers across municipalities.
	{ endpoint: 'GET /api/region', expected: { ...toWhoeverIsSignedIn(403), tamara: 200 } }
]
