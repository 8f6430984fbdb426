/**
 * «Передать файлом» (sync.md D8, SPEC.md P16): a programme's documents as one file that any messenger carries, made and
 * read on the device alone. The same file is the person's own backup.
 */
import { digest } from 'lib0/hash/sha256'
import * as Y from 'yjs'
import { download } from '#lib/browser.ts'
import type { ProgramListing } from '#protocol/api/program.ts'
import {
	decodeTransfer,
	encodeTransfer,
	MAX_TRANSFER_FILE_BYTES,
	type TransferDocument,
	type TransferHeader,
	type TransferTools
} from '#protocol/transfer-file.ts'

import { cityDay, now } from '../clock.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { databaseName } from '../document/store-database.ts'
import { readStoredDocument, takeNews } from './stored-document.ts'
import { mergeTransferred, type TransferApplying } from './transfer-merge.ts'

export type { TransferApplying } from './transfer-merge.ts'

/** What a file needs to know of a programme. */
export type TransferredProgram = Pick<ProgramListing, 'id' | 'title' | 'documents'>

export type TransferRefusal =
	| 'not-a-transfer-file'
	/** Made by a newer app than this one. */
	| 'newer-version'
	| 'damaged'
	/** Of another programme of this person than the one it was opened in. */
	| 'other-programme'
	/** Of a programme that is not in this person's list. */
	| 'unknown-programme'
	/** The server has since begun the programme's documents anew. Found when the file is applied, not when it is read. */
	| 'older-epoch'
	/** The same, but this device does not know it yet. */
	| 'newer-epoch'
	| 'too-large'

/** What is shown of a file before anything of it is applied. */
export interface TransferFile {
	header: TransferHeader
	program: TransferredProgram
	/** Those this person may have. Each has been checked. */
	documents: readonly TransferDocument[]
}

export type TransferReading = { ok: true; file: TransferFile } | { ok: false; reason: TransferRefusal }

/**
 * All this device has of a programme, also without a network and after access has ended. `open`: its documents on the
 * screen, whose newest edits may not be in the local store yet. Null: this device has nothing of it.
 */
export async function makeTransferFile(
	device: { personId: string; appVersion: string },
	program: TransferredProgram,
	open: readonly OpenDocument[] = []
): Promise<File | null> {
	const documents = await documentsToTransfer(device.personId, program, open)
	if (documents.length === 0) return null
	const { id: programId, title } = program
	const header = { ...device, programId, title: title.slice(0, MAX_TITLE), madeAt: now().toISOString() }
	const bytes = await encodeTransfer({ header, documents }, transferTools)
	const name = `${fileNameOf(title)} ${cityDay()}.tandem`
	return new File([bytes as BlobPart], name, { type: 'application/octet-stream' })
}

/** Whether the file would contain private notes. Only participants have any, and not on each of their devices. */
export async function carriesNotes(
	personId: string,
	{ documents: { notes } }: Pick<TransferredProgram, 'documents'>,
	open: readonly OpenDocument[]
): Promise<boolean> {
	return notes !== undefined && (await wholeDocument(personId, notes, open)) !== null
}

/** Empty: this device has nothing of the programme. */
export async function documentsToTransfer(
	personId: string,
	program: Pick<TransferredProgram, 'documents'>,
	open: readonly OpenDocument[]
): Promise<TransferDocument[]> {
	const documents: TransferDocument[] = []
	for (const documentId of Object.values(program.documents)) {
		const document = await wholeDocument(personId, documentId, open)
		if (document !== null) documents.push(document)
	}
	return documents
}

/** `programs`: those of the person's list that a file may be applied to. `programId`: the one on the screen, null for any. */
export async function readTransferFile(
	file: Blob,
	programs: readonly TransferredProgram[],
	programId: string | null = null
): Promise<TransferReading> {
	const bytes = await bytesOf(file)
	if (bytes === null) return { ok: false, reason: 'damaged' }
	const decoded = await decodeTransfer(bytes, transferTools)
	if (!decoded.ok) return decoded
	const { header, documents } = decoded.transfer
	const program = programs.find(({ id }) => id === header.programId)
	if (program === undefined) return { ok: false, reason: 'unknown-programme' }
	if (programId !== null && programId !== program.id) return { ok: false, reason: 'other-programme' }
	const ours = documents.filter(({ documentId }) => Object.values(program.documents).includes(documentId))
	const sound = ours.map(soundOf).filter((document) => document !== null)
	if (sound.length === 0 || sound.length < ours.length) return { ok: false, reason: 'damaged' }
	return { ok: true, file: { header, program, documents: sound } }
}

/**
 * Merges the file into the documents on the screen or the local store, as unsent edits of this device. What the device
 * had already is neither written nor counted.
 */
export function applyTransferFile(
	personId: string,
	{ header, documents }: { header: Pick<TransferHeader, 'personId'>; documents: readonly TransferDocument[] },
	open: readonly OpenDocument[] = []
): Promise<TransferApplying> {
	return mergeTransferred(personId, header.personId, documents, open)
}

const MAX_TITLE = 200
const MAX_FILE_NAME = 80

/** Null when neither the local store nor the screen has anything of it. */
async function wholeDocument(
	personId: string,
	documentId: string,
	open: readonly OpenDocument[]
): Promise<TransferDocument | null> {
	const shown = open.find((document) => document.documentId === documentId)?.doc
	const name = databaseName(personId, documentId)
	// A store that fails must not keep from the person what is on their screen.
	const { doc, records } = await readStoredDocument(name).catch((error: unknown) => {
		if (shown === undefined) throw error
		return { doc: new Y.Doc(), records: { state: { epoch: 0 } } }
	})
	if (shown !== undefined) takeNews(doc, [Y.encodeStateAsUpdate(shown)])
	const isEmpty = doc.store.clients.size === 0
	const update = Y.encodeStateAsUpdate(doc)
	doc.destroy()
	return isEmpty ? null : { documentId, epoch: records.state.epoch, update }
}

/** Encodes it again with Yjs, so that nothing odd in the bytes remains. Null for a malformed one. */
function soundOf({ documentId, epoch, update }: TransferDocument): TransferDocument | null {
	const doc = soundDocument(update)
	if (doc === null) return null
	const whole = Y.encodeStateAsUpdate(doc)
	doc.destroy()
	return { documentId, epoch, update: whole }
}

async function bytesOf(file: Blob): Promise<Uint8Array | null> {
	try {
		// The chosen file may be a film.
		return new Uint8Array(await file.slice(0, MAX_TRANSFER_FILE_BYTES + 1).arrayBuffer())
	} catch {
		// The system does not give us the file: it was moved meanwhile, or its card was taken out.
		return null
	}
}

/** Without characters that some system forbids in names. */
function fileNameOf(title: string): string {
	const name = title.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').replace(/\s+/g, ' ')
	return name.trim().slice(0, MAX_FILE_NAME).trim() || 'Тандем'
}

/** The system's share sheet where it takes files, else a download. `cancelled`: the person closed the sheet. */
export async function shareOrDownload(file: File): Promise<'shared' | 'downloaded' | 'cancelled'> {
	if (typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] })) {
		try {
			await navigator.share({ files: [file] })
			return 'shared'
		} catch (error) {
			if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled'
			// The sheet was refused: too late after the tap, or no app takes the file. A download always works.
		}
	}
	download(file)
	return 'downloaded'
}

/** The browser's functions for transfer-file.ts. The digest is lib0's: the browser's own is missing on plain http. */
export const transferTools: TransferTools = {
	sha256: (bytes) => Promise.resolve(digest(bytes)),
	async deflate(bytes) {
		const packed = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream('deflate-raw'))
		return new Uint8Array(await new Response(packed).arrayBuffer())
	},
	async inflate(bytes, maxBytes) {
		const unpacked = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
		const reader = unpacked.getReader()
		const pieces: Uint8Array[] = []
		let length = 0
		try {
			for (let read = await reader.read(); !read.done; read = await reader.read()) {
				length += read.value.byteLength
				pieces.push(read.value)
				if (length <= maxBytes) continue
				void reader.cancel().catch(() => {})
				return 'too-large'
			}
		} catch {
			// The browser throws on what is not deflate, or ends too early.
			return 'damaged'
		}
		const whole = new Uint8Array(length)
		let offset = 0
		for (const piece of pieces) {
			whole.set(piece, offset)
			offset += piece.byteLength
		}
		return whole
	}
}

/** Nested lists of a long text reach a depth of twenty. Yjs deletes a branch by recursion, so a deep one overflows the stack. */
const MAX_DEPTH = 100

/** Null for what is not an update in encoding V1, or is too deep. Otherwise the document alone; the caller destroys it. */
function soundDocument(update: Uint8Array): Y.Doc | null {
	const doc = new Y.Doc()
	try {
		Y.applyUpdate(doc, update)
		if (isShallow(doc)) return doc
	} catch {
		// Yjs throws on what is not an update, and on items that refer to nothing.
	}
	doc.destroy()
	return null
}

function isShallow(doc: Y.Doc): boolean {
	const depths = new Map<Y.Item, number>()
	for (const structs of doc.store.clients.values()) {
		for (const struct of structs) {
			if (struct instanceof Y.Item && depthOf(struct, depths) > MAX_DEPTH) return false
		}
	}
	return true
}

/** How many items are above it. Beyond the bound, any number greater than the bound. */
function depthOf(item: Y.Item, depths: Map<Y.Item, number>): number {
	const above: Y.Item[] = []
	let next = parentOf(item)
	while (next !== null && !depths.has(next) && above.length <= MAX_DEPTH) {
		above.push(next)
		next = parentOf(next)
	}
	let depth = next === null ? 0 : (depths.get(next) ?? MAX_DEPTH) + 1
	for (const container of above.reverse()) depths.set(container, depth++)
	return depth
}

function parentOf({ parent }: Y.Item): Y.Item | null {
	return parent instanceof Y.AbstractType ? parent._item : null
}
