/**
 * A programme's documents as one file (sync.md D8, SPEC.md P16). Every version of the format begins with the magic and the
 * version and ends with the SHA-256 of all before it; version 1 is, in lib0's encoding:
 *
 *   magic     8 bytes, of which some never survive being taken for text
 *   version   varUint
 *   header    varString, JSON
 *   body      varUint8Array, raw deflate of: varUint count, then count × (varString id, varUint epoch, varUint8Array update)
 *   digest    32 bytes
 *
 * Nothing outside the body says how much it holds: it is unpacked up to a bound and no further.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

const TRANSFER_VERSION = 1
/** Of a whole file; a two-year programme makes about 0.1 MB. */
export const MAX_TRANSFER_FILE_BYTES = 16 * 1024 * 1024
/** Of what the body unpacks to: two documents as large as a relay lets them become. */
export const MAX_TRANSFER_BODY_BYTES = 64 * 1024 * 1024

export interface TransferHeader {
	programId: string
	title: string
	/** ISO instant. */
	madeAt: string
	/** Who made the file. */
	personId: string
	appVersion: string
}

export interface TransferDocument {
	documentId: string
	/** Of the relay's last word to the maker's device; 0: it never heard one. */
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

/** What a platform lends: the core has neither. */
export interface TransferTools {
	sha256(bytes: Uint8Array): Promise<Uint8Array>
	deflate(bytes: Uint8Array): Promise<Uint8Array>
	/** `too-large`: there are more than `maxBytes`, none of which are kept. `damaged`: it is no raw deflate. */
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

/** A file whole or not at all. Its updates are bytes that nobody has looked into yet. */
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
	// Not `hasContent` to the end: only a version this app knows promises what is behind it.
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

/** Null also for bytes left over. */
function readOrNull<Value>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => Value | null): Value | null {
	try {
		const decoder = decoding.createDecoder(bytes)
		const value = read(decoder)
		return decoding.hasContent(decoder) ? null : value
	} catch {
		// lib0 and JSON throw on what does not parse: to the caller it is damaged.
		return null
	}
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value.length <= 1000
}
