/** Keeps how far this device has received, stored and seen a document, and reports it to the relay (SPEC.md P7). */
import type * as Y from 'yjs'
import type { DeviceReport } from '#protocol/frames.ts'
import type { Coverage } from '../document/edit-coverage.ts'
import type { LocalStore } from '../document/local-store.ts'
import type { StorageRoom } from '../document/storage-room.ts'
import { isPageVisible } from './retry.ts'

export interface Reception {
	/** Everything up to `sequence` has been sent to us. */
	receive(sequence: number): void
	/** The relay has restarted, perhaps from a backup. Of what was received, it surely has only what it resumes from. */
	startAnew(): void
	/** The relay resumes where the local store stopped. */
	resume(): void
	/**
	 * Something received could not be applied. Nothing more counts as received until the document is opened again: it is
	 * unknown what the document and the local store lack.
	 */
	spoil(): void
	/** False after `spoil`. */
	isSound(): boolean
	/** The relay's log is another one. `isInDoubt` as in `LocalStore.forgetLog`. */
	forgetLog(isInDoubt: boolean): void
	/** The local store has committed, or there is another log. */
	noteStore(): void
	/** `underWay`: what the report's connection carries to the relay ahead of the report; null: nothing. */
	report(underWay: Coverage | null): DeviceReport
}

export interface ReceptionOptions {
	doc: Y.Doc
	store: LocalStore
	deviceId: string
	appVersion: string
	room: StorageRoom
}

export function createReception({ doc, store, deviceId, appVersion, room }: ReceptionOptions): Reception {
	let received = createReceivedSequence()
	/** The record's `otherLogs` to which the numbers belong. Another tab can also learn that the log is another one. */
	let receivedIn = 0
	let isSpoilt = false

	return {
		receive(sequence) {
			// Yjs holds back an update whose predecessor is missing. Neither the store nor the screen has it.
			if (!isSpoilt && doc.store.pendingStructs === null && doc.store.pendingDs === null)
				received.receive(sequence, store.progress().written)
		},
		startAnew: () => void (received = createReceivedSequence()),
		spoil: () => void (isSpoilt = true),
		isSound: () => !isSpoilt,
		resume: () => received.receive(store.record().haveSequence, 0),
		forgetLog(isInDoubt) {
			received = createReceivedSequence()
			store.forgetLog(isInDoubt)
			receivedIn = store.record().otherLogs
		},
		noteStore() {
			const { otherLogs } = store.record()
			if (otherLogs !== receivedIn) received = createReceivedSequence()
			receivedIn = otherLogs
			const { written, committed } = store.progress()
			received.commit(committed)
			if (written === committed && received.have() > store.record().haveSequence)
				store.updateRecord({ haveSequence: received.have() })
			if (isPageVisible()) received.see()
		},
		report(underWay) {
			const { unsent, unsentOfOthers } = store.status()
			const [haveSequence, seenSequence] = [received.have(), received.seen()]
			return {
				deviceId,
				appVersion,
				haveSequence,
				seenSequence,
				unsent: unsent - unsentOfOthers,
				underWay: underWay === null ? 0 : store.unsentWithin(underWay),
				...room
			}
		}
	}
}

/** How far this device has a document, and how far it was on a screen, in the relay's sequences (SPEC.md P7). */
export interface ReceivedSequence {
	/** Everything up to `sequence` has been received. The local store's update `written` is its last one. */
	receive(sequence: number, written: number): void
	/** The local store has committed its updates up to this one. */
	commit(committed: number): void
	/** The document is on a visible screen. */
	see(): void
	have(): number
	seen(): number
}

function createReceivedSequence(): ReceivedSequence {
	let marks: { sequence: number; written: number }[] = []
	let received = 0
	let have = 0
	let seen = 0
	return {
		receive(sequence, written) {
			if (sequence <= received) return
			received = sequence
			marks.push({ sequence, written })
		},
		commit(committed) {
			have = Math.max(have, ...marks.filter(({ written }) => written <= committed).map(({ sequence }) => sequence))
			marks = marks.filter(({ written }) => written > committed)
		},
		see() {
			seen = received
		},
		have: () => have,
		seen: () => seen
	}
}
