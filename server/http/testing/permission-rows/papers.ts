import { pairOf } from '../made-for-askers.ts'
import { toAnybody, toOverseers, toWhomThePairConcerns, type PermissionRow } from '../permission-row.ts'

/** Nobody has saved anything at this time, so that nothing changes. */
const after = '2020-01-01T00:00:00.000Z'
const requisites = { authority: 'Департамент', address: '', site: '', place: '', headPost: '' }

export const paperRows: readonly PermissionRow[] = [
	{
		endpoint: 'GET /api/programs/:programId/paper-facts',
		made: async (town) => ({ at: `/api/programs/${(await pairOf(town)).programId}/paper-facts` }),
		expected: toWhomThePairConcerns(200)
	},
	{ endpoint: 'GET /api/check/:entryId', at: '/api/check/none', expected: toAnybody(404) },
	{ endpoint: 'GET /api/paper-texts', expected: toOverseers(200) },
	{ endpoint: 'PUT /api/paper-texts/requisites', body: { value: requisites, after }, expected: toOverseers(409) },
	{ endpoint: 'PUT /api/paper-texts/own-forms', body: { value: [], after }, expected: toOverseers(409) },
	{
		endpoint: 'PUT /api/paper-texts/:kind',
		at: '/api/paper-texts/letter',
		body: { text: 'Письмо', after },
		expected: toOverseers(409)
	},
	{
		endpoint: 'DELETE /api/paper-texts/:kind',
		at: `/api/paper-texts/letter?after=${after}`,
		expected: toOverseers(204)
	}
]
