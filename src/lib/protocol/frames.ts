/**
 * Encodes and decodes the frames on /sync/<documentId>: y-protocols' types 0–3, and three of ours (SPEC.md P5–P8), which go
 * only to clients that ask with ?v=1. Every frame is a varUint type, then its body.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const frameTypes = {
	sync: 0,
	awareness: 1,
	auth: 2,
	queryAwareness: 3,
	ack: 100,
	hello: 101,
	nack: 102
} as const

export const syncTypes = { step1: 0, step2: 1, update: 2 } as const

/**
 * The protocol version of this app, sent as `v` in the address of each connection (SPEC.md P1). It grows when a frame, an
 * answer or the layout of documents changes so that an older app would lose or misread something; never for mere additions.
 */
export const PROTOCOL_VERSION = 1

/** The largest frame a relay reads, in bytes (sync.md R7). */
export const MAX_FRAME_BYTES = 8 * 1024 * 1024

export type Right = 'edit' | 'read'

export interface Ack {
	/** How many of this connection's update frames are durable, counted from its start. */
	counter: number
	/** The device has sent, or was sent, on this connection every stored update up to this number. */
	sequence: number
}

/** What a participant's devices have of a document: the newest number over all of the person's devices. */
export interface ParticipantState {
	personId: string
	/** Every stored update up to this number is in a device's local store. 0: none. */
	haveSequence: number
	/** Every stored update up to this number was on a screen the person had open. 0: none. */
	seenSequence: number
	/** ISO instant when the relay last received something from a device of theirs; null: never. */
	lastSeenAt: string | null
}

/** The relay's first frame on a connection; sent again when `participants` changes or the size crosses the soft limit. */
export interface RelayHello {
	/** `none`: the person may only send late edits (P15), and reads nothing. Only for a device that asks for it. */
	right: Right | 'none'
	epoch: number
	/** The server run that counts these sequences. The device names it when it resumes (SPEC.md P12). */
	run: string
	/** True if the device named where it stopped and gets the stored updates from there on. */
	isResumed: boolean
	schemaVersions: { min: number; max: number }
	limits: { frameBytes: number; documentBytes: number }
	/** ISO instant. */
	serverTime: string
	/** Of the document's newest stored update. */
	sequence: number
	/** How much more the document takes, once its stored updates are beyond the soft limit (sync.md R7); null: enough. */
	bytesLeft: number | null
	participants: ParticipantState[]
}

/** A device sends it after it has synced, and whenever something in it changes (SPEC.md P7). */
export interface DeviceReport {
	deviceId: string
	appVersion: string
	haveSequence: number
	seenSequence: number
	/** This person's edits on the device that are not acknowledged; without other people's edits imported from a file. */
	unsent: number
	/** How many of `unsent` are in frames that this connection sent before this report; 0 from an app that does not say. */
	underWay: number
	/** Bytes that the browser still lets the app store; null: it does not say. */
	freeBytes: number | null
	/** Whether the browser promises not to clear our data when space runs out; null: it does not say. */
	isPersisted: boolean | null
}

export const nackReasons = ['read-only', 'revoked', 'too-large', 'malformed'] as const

export type NackReason = (typeof nackReasons)[number]

export interface Nack {
	reason: NackReason
	/** The refused update frame of the connection, counted as in Ack.counter. */
	counter: number
	/** The edits are in the review log (sync.md R3), and this became of them; null: they are not. `held` in the frame. */
	review: ReviewState | null
	/** All of them are in the document by this stored update; null unless `accepted`. */
	sequence: number | null
}

/**
 * `accepted`: all of the edits are in the document, with or without a curator's review (SPEC.md P15). `set-aside`: the curator
 * decided against them, and may still accept them.
 */
export type ReviewState = (typeof reviewStates)[number]

const reviewStates = ['waiting', 'accepted', 'set-aside'] as const

export type Frame =
	| { type: 'step1'; stateVector: Uint8Array }
	/** Bytes to store. `isOffer`: a SyncStep2, which answers a SyncStep1 and may contain what the relay already has. */
	| { type: 'update'; update: Uint8Array; isOffer: boolean }
	| { type: 'awareness'; update: Uint8Array }
	| { type: 'query-awareness' }
	| { type: 'ack'; ack: Ack }
	| { type: 'hello'; json: string }
	| { type: 'nack'; nack: Nack }

/** Null for anything but exactly one known frame, also for trailing bytes (SPEC.md P2). */
export function decodeFrame(bytes: Uint8Array): Frame | null {
	try {
		const decoder = decoding.createDecoder(bytes)
		const frame = readFrame(decoder)
		return decoding.hasContent(decoder) ? null : frame
	} catch {
		// lib0 throws on every truncated input: that is not a frame.
		return null
	}
}

export function encodeStep1(stateVector: Uint8Array): Uint8Array {
	return encodeSync(syncTypes.step1, stateVector)
}

export function encodeStep2(update: Uint8Array): Uint8Array {
	return encodeSync(syncTypes.step2, update)
}

export function encodeUpdate(update: Uint8Array): Uint8Array {
	return encodeSync(syncTypes.update, update)
}

export function encodeAwareness(update: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, frameTypes.awareness)
		encoding.writeVarUint8Array(encoder, update)
	})
}

export function encodeAck({ counter, sequence }: Ack): Uint8Array {
	const frame = new Uint8Array(1 + sizeOfVarUint(counter) + sizeOfVarUint(sequence))
	frame[0] = frameTypes.ack
	putVarUint(frame, putVarUint(frame, 1, counter), sequence)
	return frame
}

export function encodeHello(hello: RelayHello | DeviceReport): Uint8Array {
	return encodeJson(frameTypes.hello, hello)
}

export function encodeNack(nack: Nack): Uint8Array {
	const { reason, counter, review, sequence } = nack
	// An older app reads `isHeld` alone.
	return encodeJson(frameTypes.nack, { reason, counter, isHeld: review !== null, held: review, sequence })
}

/** Null if the text is not a valid report: devices are not trusted. */
export function parseDeviceReport(json: string): DeviceReport | null {
	const value = parseRecord(json)
	if (value === null) return null
	const { deviceId, appVersion, haveSequence, seenSequence, unsent, underWay, freeBytes, isPersisted } = value
	if (typeof deviceId !== 'string' || !/^[\w-]{1,64}$/.test(deviceId)) return null
	if (typeof appVersion !== 'string' || appVersion.length > 64) return null
	if (!isCount(haveSequence) || !isCount(seenSequence) || !isCount(unsent)) return null
	return {
		deviceId,
		appVersion,
		haveSequence,
		seenSequence,
		unsent,
		// Older apps do not send these three.
		underWay: isCount(underWay) ? Math.min(underWay, unsent) : 0,
		freeBytes: isCount(freeBytes) ? freeBytes : null,
		isPersisted: typeof isPersisted === 'boolean' ? isPersisted : null
	}
}

/** Null if a relay of another version sends a HELLO that this app cannot read. */
export function parseRelayHello(json: string): RelayHello | null {
	const value = parseRecord(json)
	if (value === null) return null
	if (value.right !== 'edit' && value.right !== 'read' && value.right !== 'none') return null
	if (!isCount(value.sequence) || !isCount(value.epoch) || typeof value.run !== 'string') return null
	if (!Array.isArray(value.participants)) return null
	return value as unknown as RelayHello
}

/** Null if the reason is unknown or the counter is missing. */
export function parseNack(json: string): Nack | null {
	const { reason, counter, isHeld, held, sequence } = parseRecord(json) ?? {}
	const known = nackReasons.find((each) => each === reason)
	if (known === undefined || !isCount(counter)) return null
	const review = isHeld === true ? (reviewStates.find((each) => each === held) ?? 'waiting') : null
	return { reason: known, counter, review, sequence: isCount(sequence) ? sequence : null }
}

function readFrame(decoder: decoding.Decoder): Frame | null {
	switch (decoding.readVarUint(decoder)) {
		case frameTypes.sync:
			return readSyncFrame(decoder)
		case frameTypes.awareness:
			return { type: 'awareness', update: decoding.readVarUint8Array(decoder) }
		case frameTypes.queryAwareness:
			return { type: 'query-awareness' }
		case frameTypes.ack:
			return {
				type: 'ack',
				ack: { counter: decoding.readVarUint(decoder), sequence: decoding.readVarUint(decoder) }
			}
		case frameTypes.hello:
			return { type: 'hello', json: decoding.readVarString(decoder) }
		case frameTypes.nack: {
			const nack = parseNack(decoding.readVarString(decoder))
			return nack === null ? null : { type: 'nack', nack }
		}
		default:
			return null
	}
}

function readSyncFrame(decoder: decoding.Decoder): Frame | null {
	const syncType = decoding.readVarUint(decoder)
	const body = decoding.readVarUint8Array(decoder)
	switch (syncType) {
		case syncTypes.step1:
			return { type: 'step1', stateVector: body }
		case syncTypes.step2:
		case syncTypes.update:
			return { type: 'update', update: body, isOffer: syncType === syncTypes.step2 }
		default:
			return null
	}
}

function encodeSync(syncType: number, body: Uint8Array): Uint8Array {
	const frame = new Uint8Array(2 + sizeOfVarUint(body.length) + body.length)
	frame[0] = frameTypes.sync
	frame[1] = syncType
	frame.set(body, putVarUint(frame, 2, body.length))
	return frame
}

function encodeJson(type: number, value: object): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, type)
		encoding.writeVarString(encoder, JSON.stringify(value))
	})
}

function parseRecord(json: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(json)
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
	} catch {
		// Not JSON: the caller gets null, as for any other unreadable content.
		return null
	}
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** The length of lib0's varUint, in bytes, for a number from 0 to `Number.MAX_SAFE_INTEGER`. */
export function sizeOfVarUint(value: number): number {
	let size = 1
	for (let rest = value; rest > LOW_BITS; rest = Math.floor(rest / STEP)) size += 1
	return size
}

/**
 * Writes lib0's varUint in place, and returns the offset of the next byte. The relay frames every edit, and an encoder, which
 * does not know how long its frame will be, costs more than the frame itself.
 */
export function putVarUint(target: Uint8Array, offset: number, value: number): number {
	let at = offset
	let rest = value
	for (; rest > LOW_BITS; rest = Math.floor(rest / STEP)) target[at++] = STEP | (rest & LOW_BITS)
	target[at++] = rest
	return at
}

const LOW_BITS = 0x7f
const STEP = 0x80
