/** The person's own account: their ways in, and the devices that are signed in. */
import { z } from 'zod'
import type { OwnAccount, PasskeyOptions } from '#protocol/api/account.ts'
import { isCommonPassword } from '../people/accounts/common-passwords.ts'
import { MAX_PASSWORD, newCredentials, newPassword } from '../people/accounts/credentials.ts'
import { attestation } from '../people/accounts/passkeys.ts'
import { lastReset } from '../people/access.ts'
import { findPerson } from '../people/people.ts'
import { addCookies, readBody, refuse, refuseTooMany } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { createRateLimit, limitBeginnings, requireRecentSignIn, requireSession } from './serve/guards.ts'

const change = z.object({ present: z.string().min(1).max(MAX_PASSWORD), password: newPassword })
const passkeyAnswer = z.object({ response: attestation })

/** Per person: somebody who finds an unlocked phone must not be able to guess the password. */
const WRONG_PRESENT = { most: 10, perMs: 15 * 60_000 }

export function addAccount(api: Api, options: ApiOptions): void {
	const { registry, accounts, relay, now } = options
	const wrongPresent = createRateLimit(WRONG_PRESENT, now)
	const waitToBegin = limitBeginnings(options)

	api.get('/account', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const [ways, sessions] = await Promise.all([accounts.waysIn(personId), accounts.listSessions(personId)])
		const passkeys = ways.passkeys.map(({ createdAt, ...passkey }) => ({
			...passkey,
			createdAt: createdAt.toISOString()
		}))
		return context.json<OwnAccount>({
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
		})
	})

	/** 204. 403 with the field `present`: the given current password is wrong. 400 with `password`: the new one is too common. */
	api.post('/account/password', requireSession(options), async (context) => {
		const personId = context.get('personId')
		const input = await readBody(context, change)
		if (!input.isValid) return input.refusal
		const { present, password } = input.value
		const { login } = await accounts.waysIn(personId)
		if (isCommonPassword(password, await ownWords(personId, login)))
			return refuse(context, 'invalid', { field: 'password' })
		const waitSeconds = wrongPresent.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const changed = await accounts.changePassword(context.req.raw.headers, present, password)
		if (changed === null) return refuse(context, 'unauthorized', { field: 'present', status: 403 })
		wrongPresent.giveBack(personId)
		addCookies(context, changed.cookies)
		relay.readmit({ personId })
		return context.body(null, 204)
	})

	/** 204. 409 with the field `login`: the login is taken. 409 without a field: the account has a password already. */
	api.put('/account/password', requireSession(options), requireRecentSignIn(options), async (context) => {
		const personId = context.get('personId')
		const input = await readBody(context, newCredentials)
		if (!input.isValid) return input.refusal
		const { login, password } = input.value
		if (isCommonPassword(password, await ownWords(personId, login)))
			return refuse(context, 'invalid', { field: 'password' })
		if ((await accounts.waysIn(personId)).login !== null) return refuse(context, 'conflict')
		if (await accounts.addPassword(personId, input.value)) return context.body(null, 204)
		return refuse(context, 'conflict', { field: 'login' })
	})

	/** 404: browsers keep no passkeys for this address. */
	api.post('/account/passkeys/options', requireSession(options), requireRecentSignIn(options), async (context) => {
		const waitSeconds = waitToBegin(context)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const found = await findPerson(registry, context.get('personId'))
		if (accounts.passkeys === null || found === null) return refuse(context, 'not_found')
		const { options, cookies } = await accounts.passkeys.startRegistration(found.person)
		addCookies(context, cookies)
		return context.json<PasskeyOptions>(options)
	})

	/** 204. 400 with the field `passkey`: not a valid answer to the challenge. */
	api.post('/account/passkeys', requireSession(options), requireRecentSignIn(options), async (context) => {
		const input = await readBody(context, passkeyAnswer)
		if (!input.isValid) return input.refusal
		const { headers } = context.req.raw
		const isKept = await accounts.passkeys?.finishRegistration(context.get('personId'), input.value.response, headers)
		return isKept === true ? context.body(null, 204) : refuse(context, 'invalid', { field: 'passkey' })
	})

	/** 204. 409: it is the last way in. */
	api.delete('/account/passkeys/:id', requireSession(options), async (context) => {
		switch (await accounts.removePasskey(context.get('personId'), context.req.param('id'))) {
			case 'removed':
				return context.body(null, 204)
			case 'last':
				return refuse(context, 'conflict')
			case 'unknown':
				return refuse(context, 'not_found')
		}
	})

	/** 204. 404: the person has no such session. */
	api.delete('/account/sessions/:id', requireSession(options), async (context) => {
		const { endedOf } = await accounts.signOut(context.req.raw.headers, context.req.param('id'))
		if (endedOf === null) return refuse(context, 'not_found')
		relay.readmit({ personId: endedOf })
		return context.body(null, 204)
	})

	api.post('/account/sessions/end-others', requireSession(options), async (context) => {
		const personId = context.get('personId')
		await accounts.endOtherSessions(personId, context.get('sessionId'))
		relay.readmit({ personId })
		return context.body(null, 204)
	})

	async function ownWords(personId: string, login: string | null): Promise<string[]> {
		const person = (await findPerson(registry, personId))?.person
		return [login ?? '', person?.familyName ?? '', person?.givenName ?? '', person?.patronymic ?? '']
	}
}
