import { encodeCarriedRequests } from '#protocol/exchange.ts'
import { emptyProgramOf, lateEditOf } from '../made-for-askers.ts'
import {
	toOverseers,
	toOverseersOfAny,
	toOverseersOfOne,
	toWhoeverIsSignedIn,
	toWhomItConcerns,
	type PermissionRow
} from '../permission-row.ts'

/** The first row ends the membership, the second gives it back; both may be repeated. */
const olegsPath = '/api/programs/program-2/participants/oleg'

export const programRows: readonly PermissionRow[] = [
	{
		endpoint: 'POST /api/exchange',
		made: (_town, asker) => ({ at: `/api/exchange?person=${asker}`, body: encodeCarriedRequests([]) }),
		expected: toWhoeverIsSignedIn(200)
	},
	{
		endpoint: 'GET /api/documents/:documentId/check',
		at: '/api/documents/plan:program-1/check',
		expected: toWhomItConcerns(200)
	},
	// Nobody but the pair reads their notes.
	{
		endpoint: 'GET /api/documents/:documentId/check',
		at: '/api/documents/notes:program-1/check',
		expected: { ...toWhomItConcerns(404), viktor: 200, irina: 200 }
	},
	{
		endpoint: 'GET /api/documents/:documentId/state',
		at: '/api/documents/plan:program-1/state',
		expected: toWhomItConcerns(200)
	},
	{
		endpoint: 'GET /api/documents/:documentId/state',
		at: '/api/documents/notes:program-1/state',
		expected: { ...toWhomItConcerns(404), viktor: 200, irina: 200 }
	},
	{ endpoint: 'GET /api/board', expected: toOverseersOfAny(200) },
	{ endpoint: 'GET /api/board/events', expected: toOverseersOfAny(200) },
	{ endpoint: 'GET /api/held', expected: toOverseersOfAny(200) },
	{
		endpoint: 'GET /api/held/:id',
		made: async (town) => ({ at: `/api/held/${(await lateEditOf(town)).id}` }),
		expected: toOverseersOfOne(200)
	},
	// Accepting it again changes nothing.
	{
		endpoint: 'POST /api/held/:id',
		body: { decision: 'accepted' },
		made: async (town) => ({ at: `/api/held/${(await lateEditOf(town)).id}` }),
		expected: toOverseersOfOne(204)
	},
	{
		endpoint: 'POST /api/programs/:programId/participants/:personId/end',
		at: `${olegsPath}/end`,
		body: {},
		expected: toOverseers(204, 404)
	},
	{
		endpoint: 'POST /api/programs/:programId/participants/:personId/return',
		at: `${olegsPath}/return`,
		body: {},
		expected: toOverseers(204, 404)
	},
	// It may be deleted again.
	{
		endpoint: 'DELETE /api/programs/:programId',
		made: async (town) => ({ at: `/api/programs/${(await emptyProgramOf(town)).programId}` }),
		expected: toOverseers(204, 404)
	},
	{
		endpoint: 'GET /api/programs/:programId',
		at: '/api/programs/program-1',
		expected: toWhomItConcerns(200),
		// She still learns of it what /api/me lists.
		afterwards: 200
	},
	// Only a mentee has an educational route, also between programmes. Nobody can show it to the region.
	{
		endpoint: 'PUT /api/route',
		body: { shownTo: ['compare'] },
		expected: { ...toWhoeverIsSignedIn(403), irina: 400 },
		afterwards: 400
	},
	// Curator and head of Irina's school see no bank.
	{
		endpoint: 'GET /api/programs/:programId/assessments',
		at: '/api/programs/program-1/assessments',
		expected: { ...toWhomItConcerns(200), nina: 404, pavel: 404 }
	},
	{
		endpoint: 'GET /api/programs/:programId/history',
		at: '/api/programs/program-1/history',
		expected: toWhomItConcerns(200)
	},
	{
		endpoint: 'GET /api/programs/:programId/history/:sequence',
		at: '/api/programs/program-1/history/1',
		expected: toWhomItConcerns(200)
	},
	{
		endpoint: 'GET /api/programs/:programId/history/:sequence',
		at: '/api/programs/program-1/history/newest',
		expected: toWhomItConcerns(200)
	}
]
