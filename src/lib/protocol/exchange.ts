/**
 * POST /api/exchange (SPEC.md P13): connections that live as long as one HTTPS request, for networks where WebSockets do not get
 * through, and for documents that nobody has open. The body carries what the devices send on them, the answer what the relay
 * sends: the same frames as on a socket (frames.ts).
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const MOST_CARRIED = 100

/** Of a request's body. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024

/** Of one connection in a request: a body could hold millions of empty ones, and each takes far more memory than its bytes. */
export const MOST_FRAMES = 2000

/** What one device sends on one connection. */
export interface CarriedRequest {
	documentId: string
	/** As in the address of a socket: `v=1&device=…` */
	query: string
	/** How long the answer may wait for news, in ms; 0: not at all. */
	waitMs: number
	/** In order. The relay answers a SyncStep1 before it takes the others. */
	frames: Uint8Array[]
}

/** What the relay sends on it. */
export interface CarriedAnswer {
	/** A code of close-codes.ts; 0: the connection ended with the answer. */
	closeCode: number
	frames: Uint8Array[]
}

export function encodeCarriedRequests(requests: readonly CarriedRequest[]): Uint8Array<ArrayBuffer> {
	return encodeList(requests, (encoder, { documentId, query, waitMs, frames }) => {
		encoding.writeVarString(encoder, documentId)
		encoding.writeVarString(encoder, query)
		encoding.writeVarUint(encoder, waitMs)
		writeFrames(encoder, frames)
	})
}

/** Null for anything but exactly such a body. */
export function decodeCarriedRequests(bytes: Uint8Array): CarriedRequest[] | null {
	return decodeList(bytes, (decoder) => ({
		documentId: decoding.readVarString(decoder),
		query: decoding.readVarString(decoder),
		waitMs: decoding.readVarUint(decoder),
		frames: readFrames(decoder, MOST_FRAMES)
	}))
}

/** In the order of the requests. */
export function encodeCarriedAnswers(answers: readonly CarriedAnswer[]): Uint8Array<ArrayBuffer> {
	return encodeList(answers, (encoder, { closeCode, frames }) => {
		encoding.writeVarUint(encoder, closeCode)
		writeFrames(encoder, frames)
	})
}

/** Null for anything but exactly such an answer. */
export function decodeCarriedAnswers(bytes: Uint8Array): CarriedAnswer[] | null {
	return decodeList(bytes, (decoder) => ({
		closeCode: decoding.readVarUint(decoder),
		frames: readFrames(decoder, Infinity)
	}))
}

function encodeList<Item>(
	items: readonly Item[],
	write: (encoder: encoding.Encoder, item: Item) => void
): Uint8Array<ArrayBuffer> {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, items.length)
		for (const item of items) write(encoder, item)
	})
}

function decodeList<Item>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => Item): Item[] | null {
	try {
		const decoder = decoding.createDecoder(bytes)
		const count = decoding.readVarUint(decoder)
		if (count > MOST_CARRIED) return null
		const items = Array.from({ length: count }, () => read(decoder))
		return decoding.hasContent(decoder) ? null : items
	} catch {
		// lib0 throws on every truncated input, `readFrames` on too many frames.
		return null
	}
}

function writeFrames(encoder: encoding.Encoder, frames: readonly Uint8Array[]): void {
	encoding.writeVarUint(encoder, frames.length)
	for (const frame of frames) encoding.writeVarUint8Array(encoder, frame)
}

function readFrames(decoder: decoding.Decoder, most: number): Uint8Array[] {
	const count = decoding.readVarUint(decoder)
	if (count > most) throw new Error('Too many frames')
	const frames: Uint8Array[] = []
	for (let left = count; left > 0; left--) frames.push(decoding.readVarUint8Array(decoder))
	return frames
}
