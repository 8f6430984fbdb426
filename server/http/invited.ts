/** What invited people do with their invitation: they read it by its link or its code, and accept it by a way in of their choice. */
import { z } from 'zod'
import { isTimeZone } from '#domain/calendar.ts'
import { personNames } from '#domain/given.ts'
import { MUNICIPALITY_LETTERS } from '#domain/text.ts'
import type { StartedSession } from '#protocol/api/account.ts'
import type { ErrorCode } from '#protocol/api/program.ts'
import { isCommonPassword } from '../people/accounts/common-passwords.ts'
import { type Credentials, newCredentials } from '../people/accounts/credentials.ts'
import { type Attestation, attestation } from '../people/accounts/passkeys.ts'
import type { InvitationRow } from '../people/invitation-rows.ts'
import {
	acceptInvitation,
	type ClosedInvitation,
	enterByCode,
	findInvitation,
	findInvitationById,
	type Given,
	missingField,
	previewInvitation
} from '../people/invitations.ts'
import { fullName } from '../people/people.ts'
import { shippedRegulationId } from '../people/regulations.ts'
import { requisitesSchema } from '../programs/paper-texts.ts'
import {
	type ApiContext,
	type ApiOptions,
	addCookies,
	readBody,
	refuse,
	refuseTooMany,
	Refusal
} from './serve/answers.ts'
import type { Reply, Serve } from './serve/endpoint.ts'
import { createRateLimit, giveBackTogether, limitBeginnings, networkNameOf, takeTogether } from './serve/guards.ts'
import { startSession } from './sign-in.ts'

const given = {
	familyName: personNames.familyName.optional(),
	givenName: personNames.givenName.optional(),
	patronymic: personNames.patronymic.optional(),
	municipality: z.string().trim().min(1).max(MUNICIPALITY_LETTERS).optional(),
	timeZone: z.string().max(64).refine(isTimeZone).optional(),
	regulationId: shippedRegulationId.optional(),
	requisites: requisitesSchema.optional()
}
const withPassword = newCredentials.extend(given)
const withPasskey = z.object({ ...given, response: attestation })

const code = z.object({ code: z.string().max(100) })

/** Limits for wrong codes: the calculation in people/invitation-rows.ts uses these numbers. */
const WRONG_FROM_NETWORK = { most: 10, perMs: 15 * 60_000 }
const WRONG_FROM_ANYWHERE = { most: 200, perMs: 15 * 60_000 }

/**
 * Limits for logins that turn out to be taken. Otherwise whoever has an invitation could learn who has an account; a person who
 * chooses a login tries two or three.
 */
const TAKEN_OF_INVITATION = { most: 10, perMs: 60 * 60_000 }
const TAKEN_FROM_NETWORK = { most: 60, perMs: 60 * 60_000 }

export function addInvited(serve: Serve, options: ApiOptions, acceptBy: Accept): void {
	const { registry, accounts, invitationCodes, now, addressOf } = options
	const fromNetwork = createRateLimit(WRONG_FROM_NETWORK, now)
	const fromAnywhere = createRateLimit(WRONG_FROM_ANYWHERE, now)
	const takenOfInvitation = createRateLimit(TAKEN_OF_INVITATION, now)
	const takenFromNetwork = createRateLimit(TAKEN_FROM_NETWORK, now)
	const waitToBegin = limitBeginnings(options)

	/**
	 * 409 with the field `expiresAt` or `acceptedAt`: the code was valid once. 409 with `municipality`: the municipality is closed.
	 * 429: too many wrong codes. This also refuses a right code, because the answer would reveal it otherwise. Links still work.
	 */
	serve('POST /api/invitations/by-code', { isPublic: true, body: code }, async ({ context, body }) => {
		// Counted before the code is checked, as in sign-in.ts.
		const counted = [
			[fromNetwork, networkNameOf(addressOf(context.env.incoming))],
			[fromAnywhere, 'all']
		] as const
		const waitSeconds = takeTogether(counted)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds)
		const hash = invitationCodes.hashOf(body.code)
		const found = hash === null ? { type: 'unknown' as const } : await enterByCode(registry, hash, now())
		if (found.type === 'unknown') return refuse('not_found')
		giveBackTogether(counted)
		if (found.type === 'open') return { token: found.token }
		const fields = { expired: 'expiresAt', accepted: 'acceptedAt', closed: 'municipality' }
		return refuse('conflict', fields[found.type])
	})

	serve('GET /api/invitations/by-token/:token', { isPublic: true }, async ({ params }) => {
		const found = await findInvitation(registry, params.token, now())
		if (found.type !== 'open') return refuseClosed(found.type)
		return await previewInvitation(registry, found.row)
	})

	/** 404 with the field `passkey`: browsers keep no passkeys for this address. */
	serve(
		'POST /api/invitations/by-token/:token/passkey',
		{ isPublic: true, wait: waitToBegin },
		async ({ context, params }) => {
			const found = await findInvitation(registry, params.token, now())
			if (found.type !== 'open') return refuseClosed(found.type)
			if (accounts.passkeys === null) return refuse('not_found', 'passkey')
			const name = fullName(found.row) || 'Тандем'
			const { options, cookies } = await accounts.passkeys.startRegistration({ id: found.row.person_id, name })
			addCookies(context, cookies)
			return options
		}
	)

	/** 404 with the field `oidc`: there is no identity system. 409 with `oidc`: it cannot be reached. */
	serve(
		'POST /api/invitations/by-token/:token/oidc',
		{ isPublic: true, wait: waitToBegin },
		async ({ context, params }) => {
			const found = await findInvitation(registry, params.token, now())
			if (found.type !== 'open') return refuseClosed(found.type)
			// The identity system sends no names, so the invitation must name the person.
			const missing = missingField(found.row, {})
			if (missing !== null) return refuse('invalid', missing)
			if (accounts.oidc === null) return refuse('not_found', 'oidc')
			const started = await accounts.oidc.start({ type: 'invitation', invitationId: found.row.id })
			if (started === null) return refuse('conflict', 'oidc')
			addCookies(context, started.cookies)
			return { url: started.url }
		}
	)

	/** 200 and signed in. 409 with the field `login`: the login is taken. 429 with `retryAfter`: too many were. */
	serve('POST /api/invitations/by-token/:token/accept', { isPublic: true }, async ({ context }) => {
		// Reads the body first: it takes as long as its sender likes, and the link may be used up meanwhile.
		const input = await readBody(context, withPassword)
		if (input instanceof Refusal) return input
		return take(context, input, { type: 'password', credentials: input })
	})

	/** 200 and signed in. 400 with the field `passkey`: not a valid answer to this invitation's challenge. */
	serve(
		'POST /api/invitations/by-token/:token/accept/passkey',
		{ isPublic: true, body: withPasskey },
		({ context, body }) => {
			const { headers } = context.req.raw
			return take(context, body, { type: 'passkey', response: body.response, headers })
		}
	)

	async function take(context: ApiContext, given: Given, way: WayIn): Promise<Reply<StartedSession>> {
		const found = await findInvitation(registry, context.req.param('token') ?? '', now())
		if (found.type !== 'open') return refuseClosed(found.type)
		// Counted before it is known whether the login is taken, as in sign-in.ts.
		const counted =
			way.type === 'password'
				? ([
						[takenOfInvitation, found.row.id],
						[takenFromNetwork, networkNameOf(addressOf(context.env.incoming))]
					] as const)
				: []
		const waitSeconds = takeTogether(counted)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds, 'retryAfter')
		let isTaken = false
		try {
			const accepted = await acceptBy(found.row, given, way)
			isTaken = accepted.type === 'refused' && accepted.field === 'login'
			if (accepted.type === 'refused') return refuse(accepted.code, accepted.field)
			if (accepted.type !== 'made') return refuseClosed(accepted.type)
			const { personId } = accepted
			const cookies = await accounts.openSession(personId, context.req.raw.headers)
			return await startSession(context, options, personId, cookies)
		} finally {
			if (!isTaken) giveBackTogether(counted)
		}
	}
}

/** 404: forged or void. 409: already accepted; with the field `expiresAt`: expired; with `municipality`: that is closed. */
function refuseClosed(type: ClosedInvitation['type']): Refusal {
	switch (type) {
		case 'unknown':
			return refuse('not_found')
		case 'accepted':
			return refuse('conflict')
		case 'expired':
			return refuse('conflict', 'expiresAt')
		case 'closed':
			return refuse('conflict', 'municipality')
	}
}

/** The way in that the invited person chooses. */
export type WayIn =
	| { type: 'password'; credentials: Credentials }
	| { type: 'passkey'; response: Attestation; headers: Headers }
	| { type: 'identity'; subject: string }

export type Acceptance =
	{ type: 'made'; personId: string } | ClosedInvitation | { type: 'refused'; code: ErrorCode; field: string }

/** Accepts an invitation by any way in: once, and completely or not at all. */
export type Accept = (row: InvitationRow, given: Given, way: WayIn) => Promise<Acceptance>

export function createAcceptance({
	registry,
	accounts,
	relay,
	now
}: Pick<ApiOptions, 'registry' | 'accounts' | 'relay' | 'now'>): Accept {
	/** Invitations that are being accepted right now: hashing a password takes a while, and an invitation works once. */
	const accepting = new Set<string>()

	return async (row, given, way) => {
		if (accepting.has(row.id)) return { type: 'accepted' }
		accepting.add(row.id)
		try {
			const found = await findInvitationById(registry, row.id, now())
			return found.type === 'open' ? await accept(found.row, given, way) : found
		} finally {
			accepting.delete(row.id)
		}
	}

	async function accept(row: InvitationRow, given: Given, way: WayIn): Promise<Acceptance> {
		const { person_id: personId } = row
		const missing = missingField(row, given)
		if (missing !== null) return { type: 'refused', code: 'invalid', field: missing }
		const names = [row.family_name, row.given_name, row.patronymic, given.familyName, given.givenName, given.patronymic]
		const ownWords = names.map((name) => name ?? '')
		if (way.type === 'password' && isCommonPassword(way.credentials.password, [way.credentials.login, ...ownWords])) {
			return { type: 'refused', code: 'invalid', field: 'password' }
		}
		// An account exists if the invitation comes from the server's command line, or if the server was killed between account and
		// person, or between invitation and removal of the former account. If the way in is refused, it is restored.
		const putBack = (await accounts.hasAccount(personId)) ? await accounts.setAside(personId) : null
		let isRefused = true
		try {
			const refusal = await open(personId, way)
			if (refusal !== null) return refusal
			const timeZone = given.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
			const isMade = await acceptInvitation(registry, row, given, timeZone, now())
			isRefused = false
			if (!isMade) await accounts.removeAccount(personId)
			return isMade ? { type: 'made', personId } : { type: 'unknown' }
		} finally {
			if (isRefused) {
				await accounts.removeAccount(personId)
				await putBack?.()
			} else if (putBack !== null) relay.readmit({ personId })
		}
	}

	/** Makes the account and its way in; null: done. */
	async function open(personId: string, way: WayIn): Promise<Acceptance | null> {
		if (way.type === 'password') {
			const isMade = await accounts.createAccount(personId, way.credentials)
			return isMade ? null : { type: 'refused', code: 'conflict', field: 'login' }
		}
		await accounts.createAccount(personId, null)
		const isOpen =
			way.type === 'passkey'
				? ((await accounts.passkeys?.finishRegistration(personId, way.response, way.headers)) ?? false)
				: await accounts.bind(personId, way.subject)
		if (isOpen) return null
		return way.type === 'passkey'
			? { type: 'refused', code: 'invalid', field: 'passkey' }
			: { type: 'refused', code: 'conflict', field: 'identity' }
	}
}
