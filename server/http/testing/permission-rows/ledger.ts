import { toOverseers, toWhoeverIsSignedIn, type Asker, type PermissionRow } from '../permission-row.ts'

/** Who may state what, and read it where something was stated, is in ledger-permissions.test.ts: program-1 has no ledger. */
export const ledgerRows: readonly PermissionRow[] = [
	{
		endpoint: 'POST /api/ledger',
		body: (asker: Asker) => ({ personId: asker, commands: [{ id: 'nothing' }] }),
		expected: toWhoeverIsSignedIn(200)
	},
	{ endpoint: 'GET /api/ledgers', expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'GET /api/ledgers/events', expected: toWhoeverIsSignedIn(200) },
	// A mentee chooses for herself, staff for everybody.
	{
		endpoint: 'GET /api/forming/choices',
		expected: { ...toOverseers(200), irina: 200 },
		afterwards: 200
	},
	{
		endpoint: 'GET /api/preferences',
		at: '/api/preferences?role=mentor',
		expected: { ...toWhoeverIsSignedIn(403), viktor: 200, oleg: 200 },
		afterwards: 403
	},
	{
		endpoint: 'PUT /api/preferences/:personId',
		at: '/api/preferences/irina',
		body: { role: 'mentor', liking: null },
		expected: { ...toWhoeverIsSignedIn(403), viktor: 204, oleg: 204 },
		afterwards: 403
	},
	{
		endpoint: 'GET /api/programs/:programId/shortlist',
		at: '/api/programs/program-1/shortlist',
		expected: toWhoeverIsSignedIn(404)
	},
	{
		endpoint: 'GET /api/programs/:programId/ledger',
		at: '/api/programs/program-1/ledger',
		expected: toWhoeverIsSignedIn(404)
	},
	{
		endpoint: 'GET /api/programs/:programId/editions/:hash',
		at: '/api/programs/program-1/editions/none',
		expected: toWhoeverIsSignedIn(404)
	}
]
