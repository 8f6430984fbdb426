import { z } from 'zod'
import type { PasskeyOptions, SignInWays, StartedSession } from '#protocol/api/account.ts'
import type { DemoPeople } from '#protocol/api/program.ts'
import { listDemoPeople } from '../demo/people.ts'
import { networkOf } from '../network.ts'
import type { SignedIn } from '../people/accounts/accounts.ts'
import { MAX_LOGIN, MAX_PASSWORD, normaliseLogin } from '../people/accounts/credentials.ts'
import { assertion } from '../people/accounts/passkeys.ts'
import { addCookies, type ApiContext, readBody, refuse, refuseTooMany } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { clientAddressOf, createRateLimit, limitBeginnings, networkNameOf } from './serve/guards.ts'

const signIn = z.object({
	login: z.string().min(1).max(MAX_LOGIN).transform(normaliseLogin),
	password: z.string().min(1).max(MAX_PASSWORD)
})

const passkeyAnswer = z.object({ response: assertion })

/** Without a body it is the cookie's. */
const signOut = z.object({ session: z.string().min(1).max(64).optional() }).optional()

/**
 * Wrong passwords of one account. Those of one network are few, so that a guesser shuts out nobody but themselves; those of all
 * networks are more, because only many of them together use them up. All tries of one address the library counts.
 */
const WRONG_FROM_NETWORK = { most: 10, perMs: 15 * 60_000 }
const WRONG_FROM_ANYWHERE = { most: 50, perMs: 15 * 60_000 }

/** Of one person. A device that is told to wait tells of the sign-out again. */
const SIGN_OUTS = { most: 30, perMs: 60_000 }

export function addSignIn(api: Api, parts: Pick<ApiParts, 'accounts' | 'relay' | 'now'>): void {
	const { accounts, relay, now } = parts
	const fromNetwork = createRateLimit(WRONG_FROM_NETWORK, now)
	const fromAnywhere = createRateLimit(WRONG_FROM_ANYWHERE, now)
	const signOuts = createRateLimit(SIGN_OUTS, now)
	const waitToBegin = limitBeginnings(now)

	api.get('/sign-in/ways', (context) => {
		const { passkeys, oidc } = accounts
		return context.json<SignInWays>({ passkey: passkeys !== null, oidc: oidc === null ? null : { label: oidc.label } })
	})

	/** 404: browsers keep none for this address. 429 as below. */
	api.post('/sign-in/passkey/options', async (context) => {
		const waitSeconds = waitToBegin(context)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		if (accounts.passkeys === null) return refuse(context, 'not_found')
		const { options, cookies } = await accounts.passkeys.startSignIn()
		addCookies(context, cookies)
		return context.json<PasskeyOptions>(options)
	})

	/** 401: nobody's passkey, or not the answer to what was asked; the reason is not told. Cannot be guessed: each takes a beginning. */
	api.post('/sign-in/passkey', async (context) => {
		const input = await readBody(context, passkeyAnswer)
		if (!input.isValid) return input.refusal
		const signedIn = await accounts.passkeys?.finishSignIn(input.value.response, context.req.raw.headers)
		if (signedIn === undefined || signedIn === null) return refuse(context, 'unauthorized')
		return startSession(context, parts, signedIn.personId, signedIn.cookies)
	})

	/** 401: wrong login or password. 429, code `conflict`: too many tries; Retry-After in seconds. */
	api.post('/sign-in', async (context) => {
		const input = await readBody(context, signIn)
		if (!input.isValid) return input.refusal
		const { login } = input.value
		const address = clientAddressOf(context.env.incoming)
		const there = `${networkNameOf(context)} ${login}`
		// Counted before it is known to be wrong, or many at once would all get in before the first is counted.
		// What a network has no more tries for does not count against the account, or one network could shut everybody out.
		const networkSeconds = fromNetwork.take(there)
		if (networkSeconds > 0) return refuseTooMany(context, networkSeconds)
		const accountSeconds = fromAnywhere.take(login)
		if (accountSeconds > 0) {
			fromNetwork.giveBack(there)
			return refuseTooMany(context, accountSeconds)
		}
		let result: SignedIn | null = null
		try {
			result = await accounts.signIn(input.value, address, context.req.raw.headers)
		} finally {
			if (result?.type !== 'refused') {
				fromNetwork.giveBack(there)
				fromAnywhere.giveBack(login)
			}
		}
		switch (result.type) {
			case 'refused':
				return refuse(context, 'unauthorized')
			case 'too-many':
				return refuseTooMany(context, result.retryAfterSeconds)
			case 'signed-in':
				return startSession(context, parts, result.personId, result.cookies)
		}
	})

	/** 204 also for somebody who was not signed in, and for a session that is not theirs or has ended. 429 as above. */
	api.post('/sign-out', async (context) => {
		const input = await readBody(context, signOut)
		if (!input.isValid) return input.refusal
		const { headers } = context.req.raw
		const personId = await accounts.findSession(headers)
		const waitSeconds = personId === null ? 0 : signOuts.take(personId)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const { endedOf, cookies } = await accounts.signOut(headers, input.value?.session ?? null)
		addCookies(context, cookies)
		if (endedOf !== null) relay.readmit({ personId: endedOf })
		return context.body(null, 204)
	})
}

const demoSignIn = z.object({ person: z.string().max(64) })

/** From one address; a class that tries it out shares one. Each makes a session that lasts half a year. */
const SIGN_INS = { most: 60, perMs: 60_000 }

/** Without the demonstration mode these addresses do not exist. */
export function addDemo(api: Api, parts: ApiParts): void {
	const { isDemo, registry, accounts, now } = parts
	if (!isDemo) return
	const rate = createRateLimit(SIGN_INS, now)
	api.get('/demo/people', async (context) => context.json<DemoPeople>({ people: await listDemoPeople(registry) }))

	/** 429, code `conflict`: too many from there; Retry-After in seconds. */
	api.post('/demo/sign-in', async (context) => {
		const network = networkOf(clientAddressOf(context.env.incoming))
		const waitSeconds = network === null ? 0 : rate.take(network)
		if (waitSeconds > 0) return refuseTooMany(context, waitSeconds)
		const input = await readBody(context, demoSignIn)
		if (!input.isValid) return input.refusal
		const people = await listDemoPeople(registry)
		if (!people.some(({ id }) => id === input.value.person)) return refuse(context, 'not_found', { field: 'person' })
		const { person } = input.value
		// Their access has been reset: the demonstration's door stays open, as the invitation does.
		if (!(await accounts.hasAccount(person))) await accounts.createAccount(person, null)
		return startSession(context, parts, person, await accounts.openSession(person, context.req.raw.headers))
	})
}

type Parts = Pick<ApiParts, 'accounts' | 'relay'>

/** Answers with the new session. 409 with the field `municipality`: theirs is closed. */
export async function startSession(
	context: ApiContext,
	parts: Parts,
	personId: string,
	cookies: readonly string[]
): Promise<Response> {
	if (!(await takeSession(context, parts, cookies))) return refuse(context, 'conflict', { field: 'municipality' })
	return context.json<StartedSession>({ person: personId })
}

/**
 * The new session goes with the answer. The one the browser came with ends: nobody could end it any more. False: the new one is of
 * somebody whose municipality is closed, and ends instead.
 */
export async function takeSession(
	context: ApiContext,
	{ accounts, relay }: Parts,
	cookies: readonly string[]
): Promise<boolean> {
	const given = new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') })
	if ((await accounts.findSession(given)) === null) {
		await accounts.leaveSession(given)
		return false
	}
	const leftBy = await accounts.leaveSession(context.req.raw.headers)
	if (leftBy !== null) relay.readmit({ personId: leftBy })
	addCookies(context, cookies)
	return true
}
