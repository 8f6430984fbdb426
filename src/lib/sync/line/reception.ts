/** Keeps how far this device has received, stored and seen a document, and reports it to the relay (SPEC.md P7). */
import type * as Y from 'yjs'
import type { DeviceReport } from '#protocol/frames.ts'
import { hasPending } from '../document/document-log.ts'
import type { LocalLog, Mark } from '../document/local-log.ts'
import type { StorageRoom } from '../document/storage-room.ts'
import { isPageVisible } from './retry.ts'

export interface Reception {
	/** Everything up to `sequence` has been sent to us. */
	receive(sequence: number): void
	/** The relay has restarted, perhaps from a backup. Of what was received, it surely has only what it resumes from. */
	startAnew(): void
	/** The relay resumes from this sequence. */
	resume(have: number): void
	/**
	 * Something received could not be applied. Nothing more counts as received until the document is opened again: it is
	 * unknown what the document and the log lack.
	 */
	spoil(): void
	/** False after `spoil`. */
	isSound(): boolean
	/** The document may be on a visible screen now. */
	look(): void
	/** The relay says up to where the person has seen it. For a document that nobody has open. */
	recall(sequence: number): void
	/** `underWay`: what the report's connection carries to the relay ahead of the report; null: nothing. */
	report(underWay: Mark | null): DeviceReport
}

export interface ReceptionOptions {
	doc: Y.Doc
	log: LocalLog
	deviceId: string
	appVersion: string
	room: StorageRoom
	/** Nobody has the document open. Requests carry its line. */
	isStored?: boolean
}

export function createReception({
	doc,
	log,
	deviceId,
	appVersion,
	room,
	isStored = false
}: ReceptionOptions): Reception {
	let received = 0
	let seen = 0
	let isSpoilt = false

	function look(): void {
		if (!isStored && isPageVisible()) seen = received
	}

	return {
		receive(sequence) {
			// Yjs holds back an update whose predecessor is missing. Neither the log nor the screen has it.
			if (isSpoilt || hasPending(doc) || sequence <= received) return
			received = sequence
			if (sequence > log.state().have) log.change({ have: sequence })
			look()
		},
		startAnew: () => void (received = seen = 0),
		spoil: () => void (isSpoilt = true),
		isSound: () => !isSpoilt,
		resume(have) {
			received = Math.max(received, have)
			look()
		},
		look,
		recall(sequence) {
			if (isStored) seen = sequence
		},
		report(underWay) {
			const { unsent, unsentOfOthers } = log.status()
			return {
				deviceId,
				appVersion,
				haveSequence: Math.min(log.storedHave(), received),
				seenSequence: seen,
				unsent: unsent - unsentOfOthers,
				underWay: underWay === null ? 0 : log.unsentWithin(underWay),
				...room
			}
		}
	}
}
