import type { Town } from '../../../../tests/support/town.ts'
import { enter, galinasAccount, galinasPasskey, invite, PASSWORD, takenLogin } from '../made-for-askers.ts'
import { toAnybody, toInviters, toWhoeverIsSignedIn, type PermissionRow } from '../permission-row.ts'

const invitation = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }

export const accountRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/health', expected: toAnybody(200) },
	{ endpoint: 'GET /api/me', expected: toWhoeverIsSignedIn(200) },
	// A stranger is told that they are nobody.
	{ endpoint: 'GET /api/me', at: '/api/me?or=nobody', expected: toAnybody(200) },
	{ endpoint: 'GET /api/account', expected: toWhoeverIsSignedIn(200) },
	// The password is wrong.
	{
		endpoint: 'POST /api/account/password',
		body: { present: 'no', password: PASSWORD },
		expected: toWhoeverIsSignedIn(403)
	},
	{ endpoint: 'PUT /api/account/password', body: { login: 'x', password: 'x' }, expected: toWhoeverIsSignedIn(400) },
	{ endpoint: 'POST /api/account/passkeys/options', body: {}, expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'POST /api/account/passkeys', body: {}, expected: toWhoeverIsSignedIn(400) },
	{
		endpoint: 'DELETE /api/account/passkeys/:id',
		made: async (town) => ({ at: `/api/account/passkeys/${(await galinasPasskey(town)).id}` }),
		expected: toWhoeverIsSignedIn(404)
	},
	{
		endpoint: 'DELETE /api/account/sessions/:id',
		made: async (town) => ({ at: `/api/account/sessions/${(await galinasAccount(town)).sessionId}` }),
		expected: toWhoeverIsSignedIn(404)
	},
	{ endpoint: 'POST /api/account/sessions/end-others', body: {}, expected: toWhoeverIsSignedIn(204) },
	{ endpoint: 'GET /api/account/calendar', expected: toWhoeverIsSignedIn(200) },
	{ endpoint: 'POST /api/account/calendar', body: {}, expected: toWhoeverIsSignedIn(201) },
	{ endpoint: 'DELETE /api/account/calendar', expected: toWhoeverIsSignedIn(204) },
	{ endpoint: 'GET /api/calendars/:token', at: '/api/calendars/none', expected: toAnybody(404) },
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
		made: (_town, asker) => ({ body: { login: asker, password: PASSWORD } }),
		expected: toAnybody(401)
	},
	// Another's session does not end, or the next asker would have no id for it. The answer does not say whether it exists.
	{
		endpoint: 'POST /api/sign-out',
		made: async (town) => ({ body: { session: (await galinasAccount(town)).sessionId } }),
		expected: toAnybody(204)
	},
	// There is no demonstration here.
	{ endpoint: 'GET /api/demo/people', expected: toAnybody(404) },
	{ endpoint: 'POST /api/demo/sign-in', body: { person: 'elena' }, expected: toAnybody(404) },
	{ endpoint: 'GET /api/invitations', expected: toInviters(200) },
	{ endpoint: 'POST /api/invitations', body: invitation, expected: toInviters(201) },
	{
		endpoint: 'POST /api/invitations/for-people',
		made: async (town) => ({ body: { personIds: [await enter(town, 'mentor')], reset: true } }),
		expected: toInviters(201)
	},
	{ endpoint: 'GET /api/access', expected: toInviters(200) },
	{
		endpoint: 'DELETE /api/invitations/:id',
		made: async (town) => ({ at: `/api/invitations/${(await invite(town)).id}` }),
		expected: toInviters(204, 404)
	},
	// Anybody who has the link or its code is invited.
	{
		endpoint: 'GET /api/invitations/by-token/:token',
		made: async (town) => ({ at: await invitationPath(town) }),
		expected: toAnybody(200)
	},
	{
		endpoint: 'POST /api/invitations/by-code',
		made: async (town) => ({ body: { code: (await invite(town)).code } }),
		expected: toAnybody(200)
	},
	{
		endpoint: 'POST /api/invitations/by-token/:token/passkey',
		body: {},
		made: async (town) => ({ at: await invitationPath(town, '/passkey') }),
		expected: toAnybody(200)
	},
	{
		endpoint: 'POST /api/invitations/by-token/:token/oidc',
		body: {},
		made: async (town) => ({ at: await invitationPath(town, '/oidc') }),
		expected: toAnybody(404)
	},
	{
		endpoint: 'POST /api/invitations/by-token/:token/accept/passkey',
		body: {},
		made: async (town) => ({ at: await invitationPath(town, '/accept/passkey') }),
		expected: toAnybody(400)
	},
	// A person who accepts would be somebody else afterwards, so the login is another's.
	{
		endpoint: 'POST /api/invitations/by-token/:token/accept',
		made: async (town) => ({
			at: await invitationPath(town, '/accept'),
			body: { login: await takenLogin(town), password: PASSWORD }
		}),
		expected: toAnybody(409)
	}
]

async function invitationPath(town: Town, then = ''): Promise<string> {
	return `/api/invitations/by-token/${(await invite(town)).token}${then}`
}
