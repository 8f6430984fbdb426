/** What the invited do with their invitation: look at it, by its link or its code, and accept it by the way in they choose. */
import { z } from 'zod'
import { personNames } from '#domain/people/person-name-schema.ts'
import { MUNICIPALITY_LETTERS } from '#domain/text.ts'
import { isTimeZone } from '#domain/calendar.ts'
import type { InvitationToken, OidcStart, PasskeyOptions } from '#protocol/api/account.ts'
import type { InvitationPreview } from '#protocol/api/program.ts'
import { newCredentials } from '../people/accounts/credentials.ts'
import { attestation } from '../people/accounts/passkey-answers.ts'
import {
	enterByCode,
	findInvitation,
	missingField,
	previewInvitation,
	type ClosedInvitation,
	type Given
} from '../people/invitations.ts'
import { fullName } from '../people/people.ts'
import type { Accept, WayIn } from './acceptance.ts'
import { addCookies, readBody, refuse, refuseTooMany, type ApiContext } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { limitBeginnings, networkNameOf } from './serve/network-limit.ts'
import { createRateLimit } from './serve/rate-limit.ts'
import { startSession } from './start-session.ts'

const given = {
	familyName: personNames.familyName.optional(),
	givenName: personNames.givenName.optional(),
	patronymic: personNames.patronymic.optional(),
	municipality: z.string().trim().min(1).max(MUNICIPALITY_LETTERS).optional(),
	timeZone: z.string().max(64).refine(isTimeZone).optional()
}
const withPassword = newCredentials.extend(given)
const withPasskey = z.object({ ...given, response: attestation })

const code = z.object({ code: z.string().max(100) })

/** Wrong codes: people/invitation-code.ts counts on these. */
const WRONG_FROM_NETWORK = { most: 10, perMs: 15 * 60_000 }
const WRONG_FROM_ANYWHERE = { most: 200, perMs: 15 * 60_000 }

export function addInvited(api: Api, parts: ApiParts, acceptBy: Accept): void {
	const { registry, accounts, invitationCodes, now } = parts
	const fromNetwork = createRateLimit(WRONG_FROM_NETWORK, now)
	const fromAnywhere = createRateLimit(WRONG_FROM_ANYWHERE, now)
	const waitToBegin = limitBeginnings(now)

	/**
	 * 409 with the field `expiresAt` or `acceptedAt`: one that was good; with `municipality`: that is closed. 429: too many wrong ones, also for a right one, which would
	 * be told apart otherwise; links go on.
	 */
	api.post('/invitations/by-code', async (context) => {
		const input = await readBody(context, code)
		if (!input.isValid) return input.refusal
		const network = networkNameOf(context)
		// Counted before it is known to be wrong, as in sign-in.ts.
		const networkSeconds = fromNetwork.take(network)
		if (networkSeconds > 0) return refuseTooMany(context, networkSeconds)
		const allSeconds = fromAnywhere.take('all')
		if (allSeconds > 0) {
			fromNetwork.giveBack(network)
			return refuseTooMany(context, allSeconds)
		}
		const hash = invitationCodes.hashOf(input.value.code)
		const found = hash === null ? { type: 'unknown' as const } : await enterByCode(registry, hash, now())
		if (found.type === 'unknown') return refuse(context, 'not_found')
		fromNetwork.giveBack(network)
		fromAnywhere.giveBack('all')
		if (found.type === 'open') return context.json<InvitationToken>({ token: found.token })
		const fields = { expired: 'expiresAt', accepted: 'acceptedAt', closed: 'municipality' }
		return refuse(context, 'conflict', { field: fields[found.type] })
	})

	api.get('/invitations/by-token/:token', async (context) => {
		const found = await findInvitation(registry, context.req.param('token'), now())
		if (found.type !== 'open') return refuseClosed(context, found.type)
		return context.json<InvitationPreview>(await previewInvitation(registry, found.row))
	})

	/** 404 with the field `passkey`: browsers keep none for this address. */
	api.post('/invitations/by-token/:token/passkey', async (context) => {
		const waitSeconds = waitToBegin(context)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const found = await findInvitation(registry, context.req.param('token'), now())
		if (found.type !== 'open') return refuseClosed(context, found.type)
		if (accounts.passkeys === null) return refuse(context, 'not_found', { field: 'passkey' })
		const name = fullName(found.row) || 'Тандем'
		const { options, cookies } = await accounts.passkeys.startRegistration({ id: found.row.person_id, name })
		addCookies(context, cookies)
		return context.json<PasskeyOptions>(options)
	})

	/** 404 with the field `oidc`: there is no identity system. 409 with it: it cannot be reached. */
	api.post('/invitations/by-token/:token/oidc', async (context) => {
		const waitSeconds = waitToBegin(context)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const found = await findInvitation(registry, context.req.param('token'), now())
		if (found.type !== 'open') return refuseClosed(context, found.type)
		// The way back says nothing of a person whom the invitation does not name.
		const missing = missingField(found.row, {})
		if (missing !== null) return refuse(context, 'invalid', { field: missing })
		if (accounts.oidc === null) return refuse(context, 'not_found', { field: 'oidc' })
		const started = await accounts.oidc.start({ type: 'invitation', invitationId: found.row.id })
		if (started === null) return refuse(context, 'conflict', { field: 'oidc' })
		addCookies(context, started.cookies)
		return context.json<OidcStart>({ url: started.url })
	})

	/** 200 and signed in. 409 with the field `login`: that login is taken. */
	api.post('/invitations/by-token/:token/accept', async (context) => {
		// Read first: a body takes as long as its sender likes, and the link may be used up meanwhile.
		const input = await readBody(context, withPassword)
		if (!input.isValid) return input.refusal
		return take(context, input.value, { type: 'password', credentials: input.value })
	})

	/** 200 and signed in. 400 with the field `passkey`: not the answer to what was asked for this invitation. */
	api.post('/invitations/by-token/:token/accept/passkey', async (context) => {
		const input = await readBody(context, withPasskey)
		if (!input.isValid) return input.refusal
		const { headers } = context.req.raw
		return take(context, input.value, { type: 'passkey', response: input.value.response, headers })
	})

	async function take(context: ApiContext, given: Given, way: WayIn): Promise<Response> {
		const found = await findInvitation(registry, context.req.param('token') ?? '', now())
		if (found.type !== 'open') return refuseClosed(context, found.type)
		const accepted = await acceptBy(found.row, given, way)
		if (accepted.type === 'refused') return refuse(context, accepted.code, { field: accepted.field })
		if (accepted.type !== 'made') return refuseClosed(context, accepted.type)
		const { personId } = accepted
		return startSession(context, parts, personId, await accounts.openSession(personId, context.req.raw.headers))
	}
}

/** 404: forged, or void. 409: accepted already, or, with the field `expiresAt`, too late, or, with `municipality`, that is closed. */
function refuseClosed(context: ApiContext, type: ClosedInvitation['type']): Response {
	switch (type) {
		case 'unknown':
			return refuse(context, 'not_found')
		case 'accepted':
			return refuse(context, 'conflict')
		case 'expired':
			return refuse(context, 'conflict', { field: 'expiresAt' })
		case 'closed':
			return refuse(context, 'conflict', { field: 'municipality' })
	}
}
