/**
 * «Передать файлом» (sync.md D8, SPEC.md P16): a programme's documents as one file that any messenger carries, made and
 * read on the device alone. The same file is the person's own backup.
 */
import type { ProgramListing } from '#protocol/api.ts'
import type { OpenDocument } from './open-document.ts'

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
	/** The server has since begun the programme's documents anew. */
	| 'other-epoch'
	| 'too-large'

/** What a file says of itself: shown before anything is taken from it. */
export interface TransferFile {
	program: TransferredProgram
	/** ISO instant. */
	madeAt: string
	/** Who made it. */
	personId: string
	documents: readonly { documentId: string; epoch: number; update: Uint8Array }[]
}

export type TransferReading = { ok: true; file: TransferFile } | { ok: false; reason: TransferRefusal }

export type TransferApplying =
	/** `newBytes`: of what this device did not have; 0: it had everything already. */
	{ ok: true; newBytes: number } | { ok: false; reason: TransferRefusal | 'not-stored' }

/**
 * All this device has of a programme, also without a network and after access has ended; `open`: its documents on the
 * screen, whose newest edits may not be in the local store yet. Null: this device has nothing of it.
 */
export function makeTransferFile(
	_device: { personId: string; appVersion: string },
	_program: TransferredProgram,
	_open: readonly OpenDocument[] = []
): Promise<File | null> {
	return Promise.resolve(null)
}

/** The system's share sheet where it takes files, else a download. A person who closes the sheet has changed their mind. */
export function shareOrDownload(_file: File): Promise<'shared' | 'downloaded' | 'cancelled'> {
	return Promise.resolve('cancelled')
}

/** `programs`: of the person's list, those a file may be taken into; `programId`: the one on the screen, null for any. */
export function readTransferFile(
	_file: Blob,
	_programs: readonly TransferredProgram[],
	_programId: string | null = null
): Promise<TransferReading> {
	return Promise.resolve({ ok: false, reason: 'not-a-transfer-file' })
}

/**
 * Merges the file into the documents on the screen or the local store, as edits of this device that are not sent yet.
 * All or nothing of one document. What the device had already is neither written nor counted.
 */
export function applyTransferFile(
	_personId: string,
	_file: TransferFile,
	_open: readonly OpenDocument[] = []
): Promise<TransferApplying> {
	return Promise.resolve({ ok: false, reason: 'not-stored' })
}
