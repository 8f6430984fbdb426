import {
	toOverseers,
	toOverseersOfAny,
	toWhoeverIsSignedIn,
	toWhomItConcerns,
	type Asker,
	type PermissionRow
} from '../permission-row.ts'

const partOf = '/api/programs/program-1/participants/oleg'

/** A device that has nothing yet and brings nothing. */
function exchangeOf(asker: Asker): object {
	return {
		personId: asker,
		deviceId: `${asker}-phone`,
		appVersion: '1',
		freeBytes: null,
		isPersisted: null,
		documents: []
	}
}

export const programRows: readonly PermissionRow[] = [
	{ endpoint: 'POST /api/exchange', body: exchangeOf, expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'GET /api/board', expected: toOverseersOfAny(200) },
	{ endpoint: 'GET /api/board/events', expected: toOverseersOfAny(200) },
	{ endpoint: 'GET /api/held', expected: toOverseersOfAny(200) },
	{ endpoint: 'GET /api/held/:id', at: '/api/held/none', expected: toOverseersOfAny(404) },
	{
		endpoint: 'POST /api/held/:id',
		at: '/api/held/none',
		body: { decision: 'accepted' },
		expected: toOverseersOfAny(404)
	},
	// Oleg never took part: there is nothing to end or to begin again.
	{
		endpoint: 'POST /api/programs/:programId/participants/:personId/end',
		at: `${partOf}/end`,
		body: {},
		expected: toOverseers(409, 404)
	},
	{
		endpoint: 'POST /api/programs/:programId/participants/:personId/return',
		at: `${partOf}/return`,
		body: {},
		expected: toOverseers(409, 404)
	},
	{ endpoint: 'DELETE /api/programs/:programId', at: '/api/programs/program-9', expected: toOverseers(404) },
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
