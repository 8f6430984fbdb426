/**
 * Encodes a programme's documents as one file (sync.md D8, SPEC.md P16). Every version of the format begins with the magic
 * and the version, and ends with the SHA-256 of everything before it. Version 1 is, in lib0's encoding:
 *
 *   magic     8 bytes; some of them change when software treats the file as text
 *   version   varUint
 *   header    varString, JSON
 *   body      varUint8Array, raw deflate of: varUint count, then count × (varString id, varUint epoch, varUint8Array update)
 *   digest    32 bytes
 *
 * Nothing outside the body says how large it is: it is unpacked up to a bound and no further.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

const TRANSFER_VERSION = 1
/** Of a whole file; a two-year programme makes about 0.1 MB. */
export const MAX_TRANSFER_FILE_BYTES = 16 * 1024 * 1024
/** Of the unpacked body: two documents of the largest size that a relay allows. */
export const MAX_TRANSFER_BODY_BYTES = 64 * 1024 * 1024

export interface TransferHeader {
	programId: string
	title: string
	/** ISO instant. */
	madeAt: string
	/** The person who made the file. */
	personId: string
	appVersion: string
}

export interface TransferDocument {
	documentId: string
	/** The document's epoch as the maker's device last received it from the relay; 0: it never received one. */
	epoch: number
	/** The whole document, merged. */
	update: Uint8Array
}

export interface Transfer {
	header: TransferHeader
	documents: TransferDocument[]
}

export type TransferDecoding =
	| { ok: true; transfer: Transfer }
	| { ok: false; reason: 'not-a-transfer-file' | 'newer-version' | 'damaged' | 'too-large' }

/** Functions of the platform (browser or Node), which this pure module cannot import. */
export interface TransferTools {
	sha256(bytes: Uint8Array): Promise<Uint8Array>
	deflate(bytes: Uint8Array): Promise<Uint8Array>
	/** `too-large`: more than `maxBytes`; nothing of it is kept. `damaged`: the bytes are not raw deflate. */
	inflate(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | 'too-large' | 'damaged'>
}

const MAGIC = Uint8Array.of(0x89, 0x54, 0x4e, 0x44, 0x4d, 0x0d, 0x0a, 0x1a)
const DIGEST_BYTES = 32
const MOST_DOCUMENTS = 16

export async function encodeTransfer({ header, documents }: Transfer, tools: TransferTools): Promise<Uint8Array> {
	const body = encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, documents.length)
		for (const { documentId, epoch, update } of documents) {
			encoding.writeVarString(encoder, documentId)
			encoding.writeVarUint(encoder, epoch)
			encoding.writeVarUint8Array(encoder, update)
		}
	})
	const packed = await tools.deflate(body)
	const encoder = encoding.createEncoder()
	encoding.writeUint8Array(encoder, MAGIC)
	encoding.writeVarUint(encoder, TRANSFER_VERSION)
	encoding.writeVarString(encoder, JSON.stringify(header))
	encoding.writeVarUint8Array(encoder, packed)
	encoding.writeUint8Array(encoder, await tools.sha256(encoding.toUint8Array(encoder)))
	return encoding.toUint8Array(encoder)
}

/** Decodes a file whole or not at all. Nobody has checked its updates yet. */
export async function decodeTransfer(bytes: Uint8Array, tools: TransferTools): Promise<TransferDecoding> {
	if (!MAGIC.every((byte, index) => bytes[index] === byte)) return refuse('not-a-transfer-file')
	if (bytes.length > MAX_TRANSFER_FILE_BYTES) return refuse('too-large')
	const signed = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES))
	const digest = await tools.sha256(signed)
	if (!digest.every((byte, index) => bytes[signed.length + index] === byte)) return refuse('damaged')

	const outer = readOrNull(signed.subarray(MAGIC.length), readOuter)
	if (outer === null) return refuse('damaged')
	if (outer === 'newer-version') return refuse('newer-version')
	const body = await tools.inflate(outer.packed, MAX_TRANSFER_BODY_BYTES)
	if (typeof body === 'string') return refuse(body)
	const documents = readOrNull(body, readDocuments)
	return documents === null ? refuse('damaged') : { ok: true, transfer: { header: outer.header, documents } }
}

function refuse(reason: (TransferDecoding & { ok: false })['reason']): TransferDecoding {
	return { ok: false, reason }
}

function readOuter(decoder: decoding.Decoder): { header: TransferHeader; packed: Uint8Array } | 'newer-version' | null {
	// Skips the rest, so that `readOrNull` accepts it: only a version this app knows promises what follows.
	if (decoding.readVarUint(decoder) > TRANSFER_VERSION) {
		decoder.pos = decoder.arr.length
		return 'newer-version'
	}
	const header = parseHeader(decoding.readVarString(decoder))
	const packed = decoding.readVarUint8Array(decoder)
	return header === null ? null : { header, packed }
}

function parseHeader(json: string): TransferHeader | null {
	const value = JSON.parse(json) as Record<string, unknown> | null
	const { programId, title, madeAt, personId, appVersion } = value ?? {}
	if (!isText(programId) || !isText(title) || !isText(personId) || !isText(appVersion)) return null
	if (!isText(madeAt) || Number.isNaN(Date.parse(madeAt))) return null
	return { programId, title, madeAt, personId, appVersion }
}

function readDocuments(decoder: decoding.Decoder): TransferDocument[] | null {
	const count = decoding.readVarUint(decoder)
	if (count === 0 || count > MOST_DOCUMENTS) return null
	const documents: TransferDocument[] = []
	for (let index = 0; index < count; index++) {
		documents.push({
			documentId: decoding.readVarString(decoder),
			epoch: decoding.readVarUint(decoder),
			update: decoding.readVarUint8Array(decoder).slice()
		})
	}
	return documents
}

/** Null also for trailing bytes. */
function readOrNull<Value>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => Value | null): Value | null {
	try {
		const decoder = decoding.createDecoder(bytes)
		const value = read(decoder)
		return decoding.hasContent(decoder) ? null : value
	} catch {
		// lib0 and JSON throw on what does not parse: the file is damaged.
		return null
	}
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value.length <= 1000
}
