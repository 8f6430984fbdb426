/**
 * Passkeys (WebAuthn): keys that a person's device keeps and opens with a finger, a face or its PIN. The challenge is in a row that
 * lasts five minutes, and a signed cookie names it. The library makes and checks it.
 */
import { isAPIError } from 'better-auth/api'
import { z } from 'zod'
import type { DeviceKind } from '#protocol/api/account.ts'
import { type Auth, CHALLENGE_COOKIE, describeDevice, PERSON_HEADER, readDevice } from './auth.ts'
import { deviceOf } from './sessions.ts'

export interface PasskeyStart {
	/** For the browser, as WebAuthn writes them in JSON. */
	options: object
	cookies: string[]
}

export interface OwnPasskey {
	id: string
	/** The device that made it; a phone's passkey is often copied to other devices of its owner's account there. */
	device: DeviceKind
	createdAt: Date
}

export interface Passkeys {
	startRegistration(person: { id: string; name: string }): Promise<PasskeyStart>
	/** Stores the browser's answer as a passkey of the person, who must have an account. False: not a valid answer to their challenge. */
	finishRegistration(personId: string, response: Attestation, headers: Headers): Promise<boolean>
	startSignIn(): Promise<PasskeyStart>
	/** Null: nobody's passkey, or not a valid answer to the challenge. */
	finishSignIn(response: Assertion, headers: Headers): Promise<{ personId: string; cookies: string[] } | null>
	/** Newest first. */
	list(personId: string): Promise<OwnPasskey[]>
}

interface PasskeyRow {
	id: string
	name?: string
	createdAt: Date
}

export async function createPasskeys(auth: Auth): Promise<Passkeys> {
	const { adapter } = await auth.$context

	return {
		async startRegistration({ id, name }) {
			const answer = await auth.api.generatePasskeyRegistrationOptions({
				query: { context: JSON.stringify({ id, name, displayName: name }) },
				headers: new Headers(),
				returnHeaders: true
			})
			return { options: answer.response, cookies: answer.headers.getSetCookie() }
		},

		async finishRegistration(personId, response, headers) {
			const sent = answerHeaders(headers)
			sent.set(PERSON_HEADER, personId)
			const name = describeDevice(headers.get('user-agent') ?? '')
			const kept = await unlessRefused(
				auth.api.verifyPasskeyRegistration({ body: { response, name }, headers: sent, returnHeaders: true })
			)
			return kept !== null
		},

		async startSignIn() {
			const answer = await auth.api.generatePasskeyAuthenticationOptions({
				headers: new Headers(),
				returnHeaders: true
			})
			return { options: { ...answer.response, userVerification: 'required' }, cookies: answer.headers.getSetCookie() }
		},

		async finishSignIn(response, headers) {
			const answer = await unlessRefused(
				auth.api.verifyPasskeyAuthentication({
					body: { response },
					headers: answerHeaders(headers),
					returnHeaders: true
				})
			)
			if (answer === null) return null
			return { personId: answer.response.session.userId, cookies: answer.headers.getSetCookie() }
		},

		async list(personId) {
			const where = [{ field: 'userId', value: personId }]
			const rows = await adapter.findMany<PasskeyRow>({ model: 'passkey', where })
			return rows
				.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
				.map(({ id, name, createdAt }) => ({ id, device: readDevice(name), createdAt }))
		}
	}
}

/** Sends only the challenge's cookie: the session of this browser must not matter. */
function answerHeaders(headers: Headers): Headers {
	const sent = deviceOf(headers)
	const challenge = (headers.get('cookie') ?? '')
		.split(/;\s*/)
		.filter((cookie) => cookie.split('=')[0]?.endsWith(`.${CHALLENGE_COOKIE}`))
	sent.set('cookie', challenge.join('; '))
	const origin = headers.get('origin')
	if (origin !== null) sent.set('origin', origin)
	return sent
}

/**
 * Null: the library refuses. It refuses by throwing, and throws an internal error for an answer it cannot read. Any other error is a
 * bug or broken IO.
 */
async function unlessRefused<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
	try {
		return await asked
	} catch (error) {
		if (!isAPIError(error)) throw error
		if (error.status !== 'INTERNAL_SERVER_ERROR' || error.body?.code === 'FAILED_TO_VERIFY_REGISTRATION') return null
		throw error
	}
}

/** Schemas of the browsers' answers, as WebAuthn writes them in JSON. They check the form; the library checks the content. */
const base64url = z
	.string()
	.max(16_384)
	.regex(/^[\w-]*$/)

const credential = {
	id: base64url,
	rawId: base64url,
	type: z.literal('public-key'),
	clientExtensionResults: z.object({})
}

/** Takes any object, because the contract knows only that it is WebAuthn's. */
function answerOf<Shape extends z.ZodRawShape>(shape: Shape): z.ZodType<z.output<z.ZodObject<Shape>>> {
	return z.object(shape)
}

/** The answer after a passkey was created. */
export const attestation = answerOf({
	...credential,
	response: z.object({
		clientDataJSON: base64url,
		attestationObject: base64url,
		transports: z.array(z.string().max(20)).max(10).default([])
	})
})
export type Attestation = z.infer<typeof attestation>

/** The answer after a passkey was used. */
export const assertion = answerOf({
	...credential,
	response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url })
})
export type Assertion = z.infer<typeof assertion>
