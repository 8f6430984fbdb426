/** Runs after all others: from here on the town's regulation has a centre, and is the same otherwise. */
import { enter, foundCentre, giveOffice } from '../made-for-askers.ts'
import { toOverseers, type PermissionRow } from '../permission-row.ts'

export const officeRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/offices', expected: toOverseers(200) },
	{ endpoint: 'GET /api/offices/people', at: '/api/offices/people?q=лаптева', expected: toOverseers(200) },
	{
		endpoint: 'POST /api/offices',
		made: async (town) => {
			await foundCentre(town)
			const personId = await enter(town, 'mentor')
			return { body: { officeId: 'member', personId, organisationId: null, since: '2026-09-01', order: null } }
		},
		expected: toOverseers(201, 404)
	},
	{
		endpoint: 'PUT /api/offices/:id/order',
		body: { order: { number: '78', date: '2026-09-01' }, was: null },
		made: async (town) => ({ at: `/api/offices/${(await giveOffice(town)).id}/order` }),
		expected: toOverseers(204, 404)
	},
	{
		endpoint: 'POST /api/offices/:id/end',
		body: { on: '2026-09-30', order: null },
		made: async (town) => ({ at: `/api/offices/${(await giveOffice(town)).id}/end` }),
		expected: toOverseers(204, 404)
	},
	{
		endpoint: 'POST /api/offices/:id/return',
		body: {},
		made: async (town) => ({ at: `/api/offices/${(await giveOffice(town, '2026-09-30')).id}/return` }),
		expected: toOverseers(204, 404)
	}
]
