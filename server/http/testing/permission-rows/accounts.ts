import { toAnybody, toInviters, toWhoeverIsSignedIn, type Asker, type PermissionRow } from '../permission-row.ts'

const invitation = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }
const credentials = { login: 'somebody', password: 'a long enough one' }

export const accountRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/health', expected: toAnybody(200) },
	{ endpoint: 'GET /api/me', expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'GET /api/account', expected: toWhoeverIsSignedIn(200) },
	// Another password is the present one.
	{
		endpoint: 'POST /api/account/password',
		body: { present: 'no', password: 'три старых трамвая' },
		expected: toWhoeverIsSignedIn(403)
	},
	{ endpoint: 'PUT /api/account/password', body: { login: 'x', password: 'x' }, expected: toWhoeverIsSignedIn(400) },
	{ endpoint: 'POST /api/account/passkeys/options', body: {}, expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'POST /api/account/passkeys', body: {}, expected: toWhoeverIsSignedIn(400) },
	{
		endpoint: 'DELETE /api/account/passkeys/:id',
		at: '/api/account/passkeys/none',
		expected: toWhoeverIsSignedIn(404)
	},
	{
		endpoint: 'DELETE /api/account/sessions/:id',
		at: '/api/account/sessions/none',
		expected: toWhoeverIsSignedIn(404)
	},
	{ endpoint: 'POST /api/account/sessions/end-others', body: {}, expected: toWhoeverIsSignedIn(204) },
	// No identity system is configured here.
	{ endpoint: 'POST /api/account/oidc', body: {}, expected: toWhoeverIsSignedIn(404) },
	{ endpoint: 'DELETE /api/account/oidc', expected: toWhoeverIsSignedIn(404) },
	{ endpoint: 'POST /api/sign-in/oidc', body: {}, expected: toAnybody(404) },
	{ endpoint: 'GET /api/sign-in/oidc/return', expected: toAnybody(303) },
	{ endpoint: 'GET /api/sign-in/ways', expected: toAnybody(200) },
	{ endpoint: 'POST /api/sign-in/passkey/options', body: {}, expected: toAnybody(200) },
	{ endpoint: 'POST /api/sign-in/passkey', body: {}, expected: toAnybody(400) },
	{
		endpoint: 'POST /api/sign-in',
		body: (asker: Asker) => ({ ...credentials, login: asker }),
		expected: toAnybody(401)
	},
	// Another's session is not ended, and nobody learns whether there is one.
	{ endpoint: 'POST /api/sign-out', body: { session: 'none' }, expected: toAnybody(204) },
	// There is no demonstration here.
	{ endpoint: 'GET /api/demo/people', expected: toAnybody(404) },
	{ endpoint: 'POST /api/demo/sign-in', body: { person: 'elena' }, expected: toAnybody(404) },
	{ endpoint: 'GET /api/invitations', expected: toInviters(200) },
	{ endpoint: 'POST /api/invitations', body: invitation, expected: toInviters(201) },
	{
		endpoint: 'POST /api/invitations/for-people',
		body: { personIds: ['nobody'], reset: true },
		expected: toInviters(201)
	},
	{ endpoint: 'GET /api/access', expected: toInviters(200) },
	{ endpoint: 'DELETE /api/invitations/:id', at: '/api/invitations/none', expected: toInviters(404) },
	{ endpoint: 'GET /api/invitations/by-token/:token', at: '/api/invitations/by-token/none', expected: toAnybody(404) },
	{ endpoint: 'POST /api/invitations/by-code', body: { code: 'none' }, expected: toAnybody(404) },
	{
		endpoint: 'POST /api/invitations/by-token/:token/passkey',
		at: '/api/invitations/by-token/none/passkey',
		body: {},
		expected: toAnybody(404)
	},
	{
		endpoint: 'POST /api/invitations/by-token/:token/oidc',
		at: '/api/invitations/by-token/none/oidc',
		body: {},
		expected: toAnybody(404)
	},
	{
		endpoint: 'POST /api/invitations/by-token/:token/accept/passkey',
		at: '/api/invitations/by-token/none/accept/passkey',
		body: {},
		expected: toAnybody(400)
	},
	{
		endpoint: 'POST /api/invitations/by-token/:token/accept',
		at: '/api/invitations/by-token/none/accept',
		body: credentials,
		expected: toAnybody(404)
	}
]
