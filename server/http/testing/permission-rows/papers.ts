import { toOverseers, toWhoeverIsSignedIn, type PermissionRow } from '../permission-row.ts'

/** Who gets the papers of a programme that has a ledger is in papers.test.ts: program-1 has none. */
export const paperRows: readonly PermissionRow[] = [
	{
		endpoint: 'GET /api/programs/:programId/paper-facts',
		at: '/api/programs/program-1/paper-facts',
		expected: toWhoeverIsSignedIn(404)
	},
	{ endpoint: 'GET /api/paper-texts', expected: toOverseers(200) },
	{ endpoint: 'PUT /api/paper-texts/requisites', body: {}, expected: toOverseers(400) },
	{ endpoint: 'PUT /api/paper-texts/own-forms', body: {}, expected: toOverseers(400) },
	{ endpoint: 'PUT /api/paper-texts/:kind', at: '/api/paper-texts/poem', body: {}, expected: toOverseers(404) },
	{ endpoint: 'DELETE /api/paper-texts/:kind', at: '/api/paper-texts/poem', expected: toOverseers(404) }
]
