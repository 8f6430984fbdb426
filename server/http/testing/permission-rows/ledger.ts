import { pairOf, requestOf } from '../made-for-askers.ts'
import { toOverseers, toWhoeverIsSignedIn, toWhomThePairConcerns, type PermissionRow } from '../permission-row.ts'

/** Who may state what is in ledger-permissions.test.ts. */
export const ledgerRows: readonly PermissionRow[] = [
	{
		endpoint: 'POST /api/ledger',
		made: (_town, asker) => ({ body: { personId: asker, commands: [{ id: 'nothing' }] } }),
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
	// It reads the whole bank, which only the municipality may.
	{
		endpoint: 'GET /api/programs/:programId/shortlist',
		made: async (town) => ({ at: `/api/programs/${(await requestOf(town)).programId}/shortlist` }),
		expected: { ...toWhoeverIsSignedIn(404), elena: 200, arkady: 200 }
	},
	{
		endpoint: 'GET /api/programs/:programId/ledger',
		made: async (town) => ({ at: `/api/programs/${(await pairOf(town)).programId}/ledger` }),
		expected: toWhomThePairConcerns(200)
	},
	// The sections of other pairs: not for the mentees.
	{
		endpoint: 'GET /api/programs/:programId/reports/:submissionId',
		async made(town) {
			const { programId, submissionId } = await pairOf(town)
			return { at: `/api/programs/${programId}/reports/${submissionId}` }
		},
		expected: { ...toWhoeverIsSignedIn(404), viktor: 200, elena: 200, arkady: 200 }
	},
	// No report of this pair is signed by the curator: report-words.test.ts has one.
	{
		endpoint: 'GET /api/programs/:programId/report-words',
		async made(town) {
			const { programId } = await pairOf(town)
			return { at: `/api/programs/${programId}/report-words?of=mentor-half-year%202026-12-10%20viktor` }
		},
		expected: toWhoeverIsSignedIn(404)
	},
	{
		endpoint: 'GET /api/programs/:programId/editions/:hash',
		async made(town) {
			const { programId, editionHash } = await pairOf(town)
			return { at: `/api/programs/${programId}/editions/${editionHash}` }
		},
		expected: toWhomThePairConcerns(200)
	}
]
