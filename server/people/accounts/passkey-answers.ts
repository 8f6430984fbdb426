/** What browsers answer, as WebAuthn writes it in JSON: its form; whether it is true the library finds out. */
import { z } from 'zod'

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

/** Of a passkey that was made. */
export const attestation = z.object({
	...credential,
	response: z.object({
		clientDataJSON: base64url,
		attestationObject: base64url,
		transports: z.array(z.string().max(20)).max(10).default([])
	})
})
export type Attestation = z.infer<typeof attestation>

/** Of a passkey that was used. */
export const assertion = z.object({
	...credential,
	response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url })
})
export type Assertion = z.infer<typeof assertion>
