import { toAnybody, toInviters, toWhoeverIsSignedIn, type PermissionRow } from '../permission-row.ts'

const invitation = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }
const credentials = { login: 'somebody', password: 'a long enough one' }

export const accountRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/health', expected: toAnybody(200) },
	{ endpoint: 'GET /api/me', expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'POST /api/sign-in', body: credentials, expected: toAnybody(401) },
	// Another's session is not ended, and nobody learns whether there is one.
	{ endpoint: 'POST /api/sign-out', body: { session: 'none' }, expected: toAnybody(204) },
	// There is no demonstration here.
	{ endpoint: 'GET /api/demo/people', expected: toAnybody(404) },
	{ endpoint: 'POST /api/demo/sign-in', body: { person: 'elena' }, expected: toAnybody(404) },
	{ endpoint: 'GET /api/invitations', expected: toInviters(200) },
	{ endpoint: 'POST /api/invitations', body: invitation, expected: toInviters(201) },
	{ endpoint: 'DELETE /api/invitations/:id', at: '/api/invitations/none', expected: toInviters(404) },
	{ endpoint: 'GET /api/invitations/by-token/:token', at: '/api/invitations/by-token/none', expected: toAnybody(404) },
	{
		endpoint: 'POST /api/invitations/by-token/:token/accept',
		at: '/api/invitations/by-token/none/accept',
		body: credentials,
		expected: toAnybody(404)
	}
]
