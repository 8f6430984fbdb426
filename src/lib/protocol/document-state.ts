/** Everything in a document: the answer of GET /api/documents/:documentId/state, and what a first visit takes of it. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export interface DocumentState {
	/** As in RelayHello. */
	epoch: number
	/** Yjs updates in V1, to be applied in order. */
	updates: Uint8Array[]
}

/** The epoch as a varUint, then each update as a varUint8Array, to the end. */
export function encodeDocumentState({ epoch, updates }: DocumentState): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder()
	encoding.writeVarUint(encoder, epoch)
	for (const update of updates) encoding.writeVarUint8Array(encoder, update)
	return encoding.toUint8Array(encoder)
}

/** Null: it is none. */
export function decodeDocumentState(bytes: Uint8Array): DocumentState | null {
	try {
		const decoder = decoding.createDecoder(bytes)
		const epoch = decoding.readVarUint(decoder)
		const updates: Uint8Array[] = []
		while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder))
		return { epoch, updates }
	} catch {
		return null
	}
}
