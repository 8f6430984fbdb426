/** A phone's passkey authenticator in software: ES256, without attestation, as WebAuthn defines it. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

interface Options {
	challenge: string
	rp?: { id: string }
	rpId?: string
}

export interface Authenticator {
	/** Returns what the browser sends for a new passkey. */
	create(options: object, origin: string, lie?: Lie): object
	/** Returns what the browser sends when the passkey is used. */
	get(options: object, origin: string, lie?: Lie): object
}

/** What a dishonest authenticator changes. */
export interface Lie {
	origin?: string
	challenge?: string
	/** The user has shown neither a finger nor a PIN. */
	isUnverified?: boolean
}

const PRESENT = 1
const VERIFIED = 4
const WITH_KEY = 64

export function createAuthenticator(): Authenticator {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
	const id = randomBytes(32)
	let counter = 0

	function dataFor(rpId: string, flags: number, key = Buffer.alloc(0)): Buffer {
		const count = Buffer.alloc(4)
		count.writeUInt32BE(counter++)
		return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count, key])
	}

	function clientData(type: string, { challenge }: Options, origin: string, lie: Lie): Buffer {
		const said = { type, challenge: lie.challenge ?? challenge, origin: lie.origin ?? origin, crossOrigin: false }
		return Buffer.from(JSON.stringify(said))
	}

	const credential = { id: text(id), rawId: text(id), type: 'public-key', clientExtensionResults: {} }
	const flagsOf = ({ isUnverified = false }: Lie) => PRESENT | (isUnverified ? 0 : VERIFIED)

	return {
		create(given, origin, lie = {}) {
			const options = given as Options
			const length = Buffer.alloc(2)
			length.writeUInt16BE(id.length)
			const key = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)])
			const data = dataFor(options.rp?.id ?? '', flagsOf(lie) | WITH_KEY, key)
			const attestation = cborMap([
				[cborText('fmt'), cborText('none')],
				[cborText('attStmt'), cborMap([])],
				[cborText('authData'), cborBytes(data)]
			])
			return {
				...credential,
				response: {
					clientDataJSON: text(clientData('webauthn.create', options, origin, lie)),
					attestationObject: text(attestation),
					transports: ['internal']
				}
			}
		},

		get(given, origin, lie = {}) {
			const options = given as Options
			const data = dataFor(options.rpId ?? '', flagsOf(lie))
			const client = clientData('webauthn.get', options, origin, lie)
			const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
			return {
				...credential,
				response: {
					clientDataJSON: text(client),
					authenticatorData: text(data),
					signature: text(createSign('sha256').update(signed).sign(privateKey))
				}
			}
		}
	}
}

function text(bytes: Buffer): string {
	return bytes.toString('base64url')
}

/** RFC 9052: an elliptic curve key for ES256 on P-256. */
function coseKey(key: KeyObject): Buffer {
	const { x = '', y = '' } = key.export({ format: 'jwk' }) as { x?: string; y?: string }
	return cborMap([
		[cborInteger(1), cborInteger(2)],
		[cborInteger(3), cborInteger(-7)],
		[cborInteger(-1), cborInteger(1)],
		[cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
		[cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))]
	])
}

/** RFC 8949; a passkey needs only a small part: a major type and a length below 65,536. */
function cborHead(type: number, length: number): Buffer {
	if (length < 24) return Buffer.from([(type << 5) | length])
	if (length < 256) return Buffer.from([(type << 5) | 24, length])
	return Buffer.from([(type << 5) | 25, length >> 8, length & 255])
}

function cborInteger(value: number): Buffer {
	return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
}

function cborBytes(bytes: Buffer): Buffer {
	return Buffer.concat([cborHead(2, bytes.length), bytes])
}

function cborText(value: string): Buffer {
	return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)])
}

function cborMap(entries: readonly [Buffer, Buffer][]): Buffer {
	return Buffer.concat([cborHead(5, entries.length), ...entries.flat()])
}
