/**
 * «Передать файлом» (sync.md D8, SPEC.md P16): a programme's documents as one file that any messenger carries, made and
 * read on the device alone. The same file is the person's own backup.
 */
import { digest } from 'lib0/hash/sha256'
import * as Y from 'yjs'
import { localDate } from '#domain/calendar.ts'
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
import { soundDocument } from '../document/document-log.ts'
import type { OpenDocument } from '../document/open-document.ts'
import { databaseName } from '../document/store-database.ts'
import { readStoredDocument, takeNews } from './stored-document.ts'
import { mergeTransferred, type TransferApplying } from './transfer-merge.ts'

export type { TransferApplying } from './transfer-merge.ts'

/** A programme as a file knows it. */
export type TransferredProgram = Pick<ProgramListing, 'id' | 'title' | 'documents'>

export type TransferRefusal =
	| 'not-a-transfer-file'
	/** Made by a newer app than this one. */
	| 'newer-version'
	| 'damaged'
	/** Of another programme of this person's than the one it was opened in. */
	| 'other-programme'
	/** Of a programme that is not in this person's list. */
	| 'unknown-programme'
	/** The server has since begun the programme's documents anew; told when the file is taken, not when it is read. */
	| 'older-epoch'
	/** The same, and this device has yet to hear of it. */
	| 'newer-epoch'
	| 'too-large'

/** What a file says of itself: shown before anything is taken from it. */
export interface TransferFile {
	header: TransferHeader
	program: TransferredProgram
	/** Those this person may have; each has been looked into. */
	documents: readonly TransferDocument[]
}

export type TransferReading = { ok: true; file: TransferFile } | { ok: false; reason: TransferRefusal }

/**
 * All this device has of a programme, also without a network and after access has ended; `open`: its documents on the
 * screen, whose newest edits may not be in the local store yet. Null: this device has nothing of it.
 */
export async function makeTransferFile(
	device: { personId: string; appVersion: string },
	program: TransferredProgram,
	open: readonly OpenDocument[] = []
): Promise<File | null> {
	const documents = await documentsToTransfer(device.personId, program, open)
	if (documents.length === 0) return null
	const now = new Date()
	const { id: programId, title } = program
	const header = { ...device, programId, title: title.slice(0, MAX_TITLE), madeAt: now.toISOString() }
	const bytes = await encodeTransfer({ header, documents }, transferTools)
	const name = `${fileNameOf(title)} ${localDate(now)}.tandem`
	return new File([bytes as BlobPart], name, { type: 'application/octet-stream' })
}

/** Whether the file would hold private notes: only participants have any, and not on every device of theirs. */
export async function carriesNotes(
	personId: string,
	{ documents: { notes } }: Pick<TransferredProgram, 'documents'>,
	open: readonly OpenDocument[]
): Promise<boolean> {
	return notes !== undefined && (await wholeDocument(personId, notes, open)) !== null
}

/** What the file holds; empty: this device has nothing of the programme. */
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

/** `programs`: of the person's list, those a file may be taken into; `programId`: the one on the screen, null for any. */
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
 * Merges the file into the documents on the screen or the local store, as edits of this device that are not sent yet.
 * What the device had already is neither written nor counted.
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
	// A store that fails is no reason to keep from the person what is on their screen.
	const { doc, record } = await readStoredDocument(name).catch((error: unknown) => {
		if (shown === undefined) throw error
		return { doc: new Y.Doc(), record: { epoch: 0 } }
	})
	if (shown !== undefined) takeNews(doc, [Y.encodeStateAsUpdate(shown)])
	const isEmpty = doc.store.clients.size === 0
	const update = Y.encodeStateAsUpdate(doc)
	doc.destroy()
	return isEmpty ? null : { documentId, epoch: record.epoch, update }
}

/** As Yjs itself would write it: whatever was odd about the bytes is gone. */
function soundOf({ documentId, epoch, update }: TransferDocument): TransferDocument | null {
	const doc = soundDocument(update)
	if (doc === null) return null
	const whole = Y.encodeStateAsUpdate(doc)
	doc.destroy()
	return { documentId, epoch, update: whole }
}

async function bytesOf(file: Blob): Promise<Uint8Array | null> {
	try {
		// Somebody may have chosen a film.
		return new Uint8Array(await file.slice(0, MAX_TRANSFER_FILE_BYTES + 1).arrayBuffer())
	} catch {
		// The system does not give it to us: moved meanwhile, or on a card that was taken out.
		return null
	}
}

/** Without what some system forbids in names. */
function fileNameOf(title: string): string {
	const name = title.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').replace(/\s+/g, ' ')
	return name.trim().slice(0, MAX_FILE_NAME).trim() || 'Тандем'
}

/** The system's share sheet where it takes files, else a download. A person who closes the sheet has changed their mind. */
export async function shareOrDownload(file: File): Promise<'shared' | 'downloaded' | 'cancelled'> {
	if (typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] })) {
		try {
			await navigator.share({ files: [file] })
			return 'shared'
		} catch (error) {
			if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled'
			// The sheet was refused: too late after the tap, or no app takes it. A download always can.
		}
	}
	download(file)
	return 'downloaded'
}

/** What the browser lends to transfer-file.ts. The digest is lib0's: the browser's own is missing on plain http. */
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
			// The browser throws on what is no deflate, or ends too early.
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
