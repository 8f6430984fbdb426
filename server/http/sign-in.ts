/** Signing in and out, also in the demonstration mode. */
import { z } from 'zod'
import type { StartedSession } from '#protocol/api/account.ts'
import { listDemoPeople } from '../demo/people.ts'
import { networkOf } from '../network.ts'
import { MAX_LOGIN, MAX_PASSWORD, normaliseLogin } from '../people/accounts/credentials.ts'
import { assertion } from '../people/accounts/passkeys.ts'
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

const signIn = z.object({
	login: z.string().min(1).max(MAX_LOGIN).transform(normaliseLogin),
	password: z.string().min(1).max(MAX_PASSWORD)
})

const passkeyAnswer = z.object({ response: assertion })

/** Without a body: the session of the cookie. */
const signOut = z.object({ session: z.string().min(1).max(64).optional() }).optional()

/**
 * Limits for wrong passwords; right ones do not count, because a school shares one address. The limit of one account from one network
 * is low, so that a guesser locks out only themselves. The limits of a network for all accounts, and of an account for all networks,
 * are higher: the first is 5,800 guesses a day, the second only many networks together can use up.
 */
const WRONG_FROM_NETWORK = { most: 10, perMs: 15 * 60_000 }
const WRONG_OF_NETWORK = { most: 60, perMs: 15 * 60_000 }
const WRONG_FROM_ANYWHERE = { most: 50, perMs: 15 * 60_000 }

/** Per person. A device that has to wait reports the sign-out again. */
const SIGN_OUTS = { most: 30, perMs: 60_000 }

export function addSignIn(serve: Serve, options: Pick<ApiOptions, 'accounts' | 'relay' | 'now' | 'addressOf'>): void {
	const { accounts, relay, now, addressOf } = options
	const fromNetwork = createRateLimit(WRONG_FROM_NETWORK, now)
	const ofNetwork = createRateLimit(WRONG_OF_NETWORK, now)
	const fromAnywhere = createRateLimit(WRONG_FROM_ANYWHERE, now)
	const signOuts = createRateLimit(SIGN_OUTS, now)
	const waitToBegin = limitBeginnings(options)

	serve('GET /api/sign-in/ways', { isPublic: true }, () => {
		const { passkeys, oidc } = accounts
		return { passkey: passkeys !== null, oidc: oidc === null ? null : { label: oidc.label } }
	})

	/** 404: browsers keep no passkeys for this address. 429 as below. */
	serve('POST /api/sign-in/passkey/options', { isPublic: true, wait: waitToBegin }, async ({ context }) => {
		if (accounts.passkeys === null) return refuse('not_found')
		const { options, cookies } = await accounts.passkeys.startSignIn()
		addCookies(context, cookies)
		return options
	})

	/**
	 * 401: nobody's passkey, or a wrong answer to the challenge; the answer does not say which. Needs no limit of its own: each try
	 * needs a challenge, and those are limited.
	 */
	serve('POST /api/sign-in/passkey', { isPublic: true, body: passkeyAnswer }, async ({ context, body }) => {
		const signedIn = await accounts.passkeys?.finishSignIn(body.response, context.req.raw.headers)
		if (signedIn === undefined || signedIn === null) return refuse('unauthorized')
		return startSession(context, options, signedIn.personId, signedIn.cookies)
	})

	/** 401: wrong login or password. 429, code `conflict`: too many wrong tries; Retry-After in seconds. */
	serve('POST /api/sign-in', { isPublic: true, body: signIn }, async ({ context, body }) => {
		const { login } = body
		const network = networkNameOf(addressOf(context.env.incoming))
		// Counted before the password is checked; otherwise many parallel tries would pass before the first is counted. A try that a
		// network has no more of does not count against the account; otherwise one network could lock everybody out.
		const counted = [
			[fromNetwork, `${network} ${login}`],
			[ofNetwork, network],
			[fromAnywhere, login]
		] as const
		const waitSeconds = takeTogether(counted)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds)
		let isWrong = false
		try {
			const signedIn = await accounts.signIn(body, context.req.raw.headers)
			isWrong = signedIn === null
			if (signedIn === null) return refuse('unauthorized')
			return await startSession(context, options, signedIn.personId, signedIn.cookies)
		} finally {
			if (!isWrong) giveBackTogether(counted)
		}
	})

	/** 204 also if nobody was signed in, and for a session that has ended or is another person's. 429 as above. */
	serve('POST /api/sign-out', { isPublic: true, body: signOut }, async ({ context, body }) => {
		const { headers } = context.req.raw
		const personId = await accounts.findSession(headers)
		const waitSeconds = personId === null ? 0 : signOuts.take(personId)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds)
		const { endedOf, cookies } = await accounts.signOut(headers, body?.session ?? null)
		addCookies(context, cookies)
		if (endedOf !== null) relay.readmit({ personId: endedOf })
		return null
	})
}

const demoSignIn = z.object({ person: z.string().max(64) })

/** Per network; a class that tries it out shares one. Each makes a session that lasts half a year. */
const SIGN_INS = { most: 60, perMs: 60_000 }

/** Without the demonstration mode these addresses do not exist. */
export function addDemo(serve: Serve, options: ApiOptions): void {
	const { isDemo, registry, accounts, now, addressOf } = options
	if (!isDemo) return
	const rate = createRateLimit(SIGN_INS, now)
	serve('GET /api/demo/people', { isPublic: true }, async () => ({ people: await listDemoPeople(registry) }))

	/** 429, code `conflict`: too many from this network; Retry-After in seconds. */
	serve('POST /api/demo/sign-in', { isPublic: true }, async ({ context }) => {
		const network = networkOf(addressOf(context.env.incoming))
		const waitSeconds = network === null ? 0 : rate.take(network)
		if (waitSeconds > 0) return refuseTooMany(waitSeconds)
		const input = await readBody(context, demoSignIn)
		if (input instanceof Refusal) return input
		const people = await listDemoPeople(registry)
		if (!people.some(({ id }) => id === input.person)) return refuse('not_found', 'person')
		const { person } = input
		// Their access was reset. The demonstration still lets them in, and the invitation stays valid too.
		if (!(await accounts.hasAccount(person))) await accounts.createAccount(person, null)
		return startSession(context, options, person, await accounts.openSession(person, context.req.raw.headers))
	})
}

type Options = Pick<ApiOptions, 'accounts' | 'relay'>

/** Answers with the new session. 409 with the field `municipality`: the person's municipality is closed. */
export async function startSession(
	context: ApiContext,
	options: Options,
	personId: string,
	cookies: readonly string[]
): Promise<Reply<StartedSession>> {
	if (!(await takeSession(context, options, cookies))) return refuse('conflict', 'municipality')
	return { person: personId }
}

/**
 * Sends the new session with the answer. The former session of the browser ends, because nobody could end it later. False: the
 * person's municipality is closed, and the new session ends instead.
 */
export async function takeSession(
	context: ApiContext,
	{ accounts, relay }: Options,
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
