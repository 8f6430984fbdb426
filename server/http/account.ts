/** The person's own account: their ways in, and the devices that are signed in. */
import { z } from 'zod'
import { isCommonPassword } from '../people/accounts/common-passwords.ts'
import { MAX_PASSWORD, newCredentials, newPassword, type Removal } from '../people/accounts/credentials.ts'
import { attestation } from '../people/accounts/passkeys.ts'
import { lastReset } from '../people/access.ts'
import { revokeCalendarAddress } from '../programs/calendar-addresses.ts'
import { findPerson } from '../people/people.ts'
import { type ApiOptions, addCookies, refuse, forbid, type Refusal, refuseTooMany } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { createRateLimit, limitBeginnings } from './serve/guards.ts'

const change = z.object({ present: z.string().min(1).max(MAX_PASSWORD), password: newPassword })
const passkeyAnswer = z.object({ response: attestation })

/** Per person: somebody who finds an unlocked phone must not be able to guess the password. */
const WRONG_PRESENT = { most: 10, perMs: 15 * 60_000 }

export function addAccount(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, relay, now } = options
	const wrongPresent = createRateLimit(WRONG_PRESENT, now)
	const waitToBegin = limitBeginnings(options)

	serve('GET /api/account', {}, async ({ context, askerId: personId }) => {
		const [ways, sessions] = await Promise.all([accounts.waysIn(personId), accounts.listSessions(personId)])
		const passkeys = ways.passkeys.map(({ createdAt, ...passkey }) => ({
			...passkey,
			createdAt: createdAt.toISOString()
		}))
		return {
			login: ways.login,
			passkeys: accounts.passkeys === null ? null : passkeys,
			oidc: accounts.oidc === null ? null : { label: accounts.oidc.label, isBound: ways.isBound },
			sessions: sessions.map(({ id, device, signedInAt, usedAt }) => ({
				id,
				device,
				signedInAt: signedInAt.toISOString(),
				usedAt: usedAt.toISOString(),
				isThisDevice: id === context.get('sessionId')
			})),
			lastReset: await lastReset(registry, personId)
		}
	})

	/** 204. 403 with the field `present`: the given current password is wrong. 400 with `password`: the new one is too common. */
	serve('POST /api/account/password', { body: change }, async ({ context, askerId: personId, body }) => {
		const { present, password } = body
		const { login } = await accounts.waysIn(personId)
		if (isCommonPassword(password, await ownWords(personId, login))) return refuse('invalid', 'password')
		const waitSeconds = wrongPresent.take(personId)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds)
		const changed = await accounts.changePassword(context.req.raw.headers, present, password)
		if (changed === null) return forbid('present')
		wrongPresent.giveBack(personId)
		// It has ended the other sessions.
		await revokeCalendarAddress(registry, personId)
		addCookies(context, changed.cookies)
		relay.readmit({ personId })
		return null
	})

	/** 204. 409 with the field `login`: the login is taken. 409 without a field: the account has a password already. */
	serve('PUT /api/account/password', { isRecent: true, body: newCredentials }, async ({ askerId: personId, body }) => {
		const { login, password } = body
		if (isCommonPassword(password, await ownWords(personId, login))) return refuse('invalid', 'password')
		if ((await accounts.waysIn(personId)).login !== null) return refuse('conflict')
		if (await accounts.addPassword(personId, body)) return null
		return refuse('conflict', 'login')
	})

	/** 404: browsers keep no passkeys for this address. */
	serve('POST /api/account/passkeys/options', { isRecent: true, wait: waitToBegin }, async ({ context, askerId }) => {
		const found = await findPerson(registry, askerId)
		if (accounts.passkeys === null || found === null) return refuse('not_found')
		const { options, cookies } = await accounts.passkeys.startRegistration(found.person)
		addCookies(context, cookies)
		return options
	})

	/** 204. 400 with the field `passkey`: not a valid answer to the challenge. */
	serve('POST /api/account/passkeys', { isRecent: true, body: passkeyAnswer }, async ({ context, askerId, body }) => {
		const { headers } = context.req.raw
		const isKept = await accounts.passkeys?.finishRegistration(askerId, body.response, headers)
		return isKept === true ? null : refuse('invalid', 'passkey')
	})

	/** 204. 409: it is the last way in. */
	serve('DELETE /api/account/passkeys/:id', {}, async ({ askerId, params }) =>
		answerRemoval(await accounts.removePasskey(askerId, params.id))
	)

	/** 204. 404: the person has no such session. */
	serve('DELETE /api/account/sessions/:id', {}, async ({ context, params }) => {
		const { endedOf } = await accounts.signOut(context.req.raw.headers, params.id)
		if (endedOf === null) return refuse('not_found')
		relay.readmit({ personId: endedOf })
		return null
	})

	serve('POST /api/account/sessions/end-others', {}, async ({ context, askerId: personId }) => {
		await accounts.endOtherSessions(personId, context.get('sessionId'))
		await revokeCalendarAddress(registry, personId)
		relay.readmit({ personId })
		return null
	})

	async function ownWords(personId: string, login: string | null): Promise<string[]> {
		const person = (await findPerson(registry, personId))?.person
		return [login ?? '', person?.familyName ?? '', person?.givenName ?? '', person?.patronymic ?? '']
	}
}

export function answerRemoval(removal: Removal): Refusal | null {
	switch (removal) {
		case 'removed':
			return null
		case 'last':
			return refuse('conflict')
		case 'unknown':
			return refuse('not_found')
	}
}
