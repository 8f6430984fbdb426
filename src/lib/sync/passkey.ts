/**
 * Creates and uses passkeys in this browser. The server sends WebAuthn's JSON, and the browser API takes buffers. Newer
 * browsers convert one to the other themselves; the browsers on schools' phones do not.
 */
import type { PasskeyOptions } from '#protocol/api/account.ts'
import { fromBase64, toBase64 } from './api.ts'

export type PasskeyResult =
	| { type: 'answered'; response: object }
	/** The person closed the browser's window or did not confirm their identity. */
	| { type: 'cancelled' }
	/** This device already has a passkey of this person. */
	| { type: 'exists' }
	| { type: 'failed' }

/** False for a host that is an IP address: browsers keep passkeys for names only. */
export function canUsePasskeys(): boolean {
	return (
		isSecureContext &&
		'credentials' in navigator &&
		'PublicKeyCredential' in globalThis &&
		!/^[\d.]+$|:/.test(location.hostname)
	)
}

export async function createPasskey(options: PasskeyOptions): Promise<PasskeyResult> {
	const given = options as PublicKeyCredentialCreationOptionsJSON
	return ask(async () => {
		const credential = await navigator.credentials.create({
			publicKey: {
				...(given as object as PublicKeyCredentialCreationOptions),
				challenge: toBuffer(given.challenge),
				user: { ...given.user, id: toBuffer(given.user.id) },
				excludeCredentials: (given.excludeCredentials ?? []).map((known) => ({
					type: 'public-key' as const,
					id: toBuffer(known.id)
				}))
			}
		})
		const { response, ...rest } = describe(credential)
		const made = response as AuthenticatorAttestationResponse
		return {
			...rest,
			response: {
				clientDataJSON: toText(made.clientDataJSON),
				attestationObject: toText(made.attestationObject),
				transports: made.getTransports?.() ?? []
			}
		}
	})
}

/** Uses a passkey that the device has for this address. The person chooses which. */
export async function choosePasskey(options: PasskeyOptions): Promise<PasskeyResult> {
	const given = options as PublicKeyCredentialRequestOptionsJSON
	return ask(async () => {
		const credential = await navigator.credentials.get({
			publicKey: {
				...(given as object as PublicKeyCredentialRequestOptions),
				challenge: toBuffer(given.challenge),
				allowCredentials: []
			}
		})
		const { response, ...rest } = describe(credential)
		const shown = response as AuthenticatorAssertionResponse
		return {
			...rest,
			response: {
				clientDataJSON: toText(shown.clientDataJSON),
				authenticatorData: toText(shown.authenticatorData),
				signature: toText(shown.signature)
			}
		}
	})
}

async function ask(make: () => Promise<object>): Promise<PasskeyResult> {
	try {
		return { type: 'answered', response: await make() }
	} catch (error) {
		// Browsers refuse with an exception whose name is the reason.
		switch (error instanceof DOMException ? error.name : '') {
			case 'NotAllowedError':
			case 'AbortError':
				return { type: 'cancelled' }
			case 'InvalidStateError':
				return { type: 'exists' }
		}
		return { type: 'failed' }
	}
}

function describe(credential: Credential | null) {
	if (!(credential instanceof PublicKeyCredential)) throw new DOMException('None', 'NotAllowedError')
	return {
		id: credential.id,
		rawId: toText(credential.rawId),
		type: credential.type,
		clientExtensionResults: {},
		response: credential.response
	}
}

/** WebAuthn's JSON has base64 in its URL-safe form. */
function toBuffer(text: string): Uint8Array<ArrayBuffer> {
	return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
}

function toText(buffer: ArrayBuffer): string {
	return toBase64(new Uint8Array(buffer)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
