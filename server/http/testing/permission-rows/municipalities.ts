import { inviteHead } from '../made-for-askers.ts'
import { toAdministrators, type PermissionRow } from '../permission-row.ts'

const head = { familyName: 'Громова', givenName: 'Алла', patronymic: '' }

export const municipalityRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/municipalities', expected: toAdministrators(200) },
	// A municipality with this name exists.
	{
		endpoint: 'POST /api/municipalities',
		body: { name: 'Город', timeZone: 'Asia/Tomsk', regulationId: 'surgut' },
		expected: toAdministrators(409)
	},
	{
		endpoint: 'PUT /api/municipalities/:municipalityId',
		at: '/api/municipalities/town',
		body: { name: 'Город у моря', timeZone: 'Asia/Tomsk', was: { name: 'Иначе', timeZone: 'Asia/Tomsk' } },
		expected: toAdministrators(409)
	},
	// Programmes are active there.
	{
		endpoint: 'POST /api/municipalities/:municipalityId/closing',
		at: '/api/municipalities/town/closing',
		body: {},
		expected: toAdministrators(409)
	},
	{
		endpoint: 'DELETE /api/municipalities/:municipalityId/closing',
		at: '/api/municipalities/town/closing',
		expected: toAdministrators(200)
	},
	{
		endpoint: 'POST /api/municipalities/:municipalityId/heads',
		at: '/api/municipalities/town/heads',
		body: head,
		expected: toAdministrators(201)
	},
	{
		endpoint: 'POST /api/municipalities/:municipalityId/heads/:personId',
		body: {},
		made: async (town) => ({ at: `/api/municipalities/town/heads/${(await inviteHead(town)).personId}` }),
		expected: toAdministrators(201)
	}
]
