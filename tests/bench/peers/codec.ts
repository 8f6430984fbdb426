/** Each contender's frame format: ours and y-websocket's are those of y-protocols; Hocuspocus puts the document's name first. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { frameTypes, syncTypes } from '#protocol/frames.ts'

export type DecodedFrame = { type: 'update' | 'answer'; update: Uint8Array } | { type: 'ack'; counter: number } | null

export interface Codec {
	/** With a slash in front. */
	path(documentId: string): string
	/** What a client sends on opening, to get what it lacks beyond `stateVector`. */
	greet(documentId: string, stateVector: Uint8Array): Uint8Array[]
	encodeUpdate(documentId: string, update: Uint8Array): Uint8Array
	decode(frame: Uint8Array): DecodedFrame
}

export const EMPTY_STATE_VECTOR = Uint8Array.of(0)

export const stockCodec: Codec = {
	path: (documentId) => `/${documentId}`,
	greet: (_documentId, stateVector) => [encodeSync(null, syncTypes.step1, stateVector)],
	encodeUpdate: (_documentId, update) => encodeSync(null, syncTypes.update, update),
	decode: (frame) => decodeSync(decoding.createDecoder(frame))
}

export const relayCodec: Codec = { ...stockCodec, path: (documentId) => `/sync/${documentId}?v=1` }

/** Frame types: sync 0, auth 2, sync reply 4, sync status 8. */
export const hocuspocusCodec: Codec = {
	path: () => '/',
	greet: (documentId, stateVector) => [
		encoding.encode((encoder) => {
			encoding.writeVarString(encoder, documentId)
			encoding.writeVarUint(encoder, 2)
			encoding.writeVarUint(encoder, 0)
			encoding.writeVarString(encoder, 'token')
			encoding.writeVarString(encoder, '4.7.0')
		}),
		encodeSync(documentId, syncTypes.step1, stateVector)
	],
	encodeUpdate: (documentId, update) => encodeSync(documentId, syncTypes.update, update),
	decode(frame) {
		const decoder = decoding.createDecoder(frame)
		decoding.readVarString(decoder)
		return decodeSync(decoder)
	}
}

function encodeSync(documentId: string | null, type: number, body: Uint8Array): Uint8Array {
	return encoding.encode((encoder) => {
		if (documentId !== null) encoding.writeVarString(encoder, documentId)
		encoding.writeVarUint(encoder, frameTypes.sync)
		encoding.writeVarUint(encoder, type)
		encoding.writeVarUint8Array(encoder, body)
	})
}

const SYNC_REPLY = 4

function decodeSync(decoder: decoding.Decoder): DecodedFrame {
	const type = decoding.readVarUint(decoder)
	if (type === frameTypes.ack) return { type: 'ack', counter: decoding.readVarUint(decoder) }
	if (type !== frameTypes.sync && type !== SYNC_REPLY) return null
	switch (decoding.readVarUint(decoder)) {
		case syncTypes.step2:
			return { type: 'answer', update: decoding.readVarUint8Array(decoder) }
		case syncTypes.update:
			return { type: 'update', update: decoding.readVarUint8Array(decoder) }
		default:
			return null
	}
}
