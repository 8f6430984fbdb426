/**
 * What the relay has said of a document, over a socket (connection.ts) or by the exchange (exchange-way.ts): both write
 * it here. From it follows which of this device's edits are refused. Also decides how a connection resumes where this
 * device stopped (sync.md R16, SPEC.md P12).
 */
import * as Y from 'yjs'
import type { CloseReason } from '#protocol/close-codes.ts'
import { type Nack, PROTOCOL_VERSION, type RelayHello, type Right } from '#protocol/frames.ts'
import type { EditCoverage } from '../document/edit-coverage.ts'
import type { LocalStore } from '../document/local-store.ts'
import type { SyncSnapshot } from '../document/snapshot.ts'
import type { SyncRecord } from '../document/store-records.ts'

export interface Line {
	link: SyncSnapshot['connection']
	refusal: CloseReason | null
	right: Right | null
	/** The last refused one of this tab's edits. */
	refusedUpTo: number | 'all'
	/** Something refused is not in the review log, or it is unknown what. A later review does not cover it. */
	hasUnsubmitted: boolean
	/** Of the edits under review, by the last answer. */
	reviewOutcome: SyncSnapshot['reviewOutcome']
	/** The exchange is in use and gets answers. */
	isExchanging: boolean
}

export function createLine(): Line {
	return {
		link: isNetworkOff() ? 'offline' : 'connecting',
		refusal: null,
		right: null,
		refusedUpTo: 0,
		hasUnsubmitted: false,
		reviewOutcome: null,
		isExchanging: false
	}
}

/** `nack` null: this app cannot read it. It is still a refusal, perhaps of everything. */
export function noteNack(
	line: Line,
	nack: Nack | null,
	coverage: EditCoverage | undefined,
	{ relayVector }: Beginning,
	store: LocalStore
): void {
	const refusedUpTo = (nack !== null && coverage?.refuse(nack.counter)) || 'all'
	// The review log has only what was in the refused frames: nothing written before this connection, later, or in
	// another tab.
	const isWhole = nack !== null && coverage?.isWhole(nack.counter) === true
	const isUnderReview = nack?.isUnderReview === true && isWhole && relayVector !== null
	line.refusedUpTo = refusedUpTo
	line.reviewOutcome = null
	line.hasUnsubmitted ||= !isUnderReview
	if (!line.hasUnsubmitted && refusedUpTo !== 'all') store.markUnderReview({ own: refusedUpTo, adopted: new Map() })
}

export function lineStatus(line: Line, store: LocalStore) {
	const { link, refusal, right, isExchanging, reviewOutcome } = line
	const refused = refusedEdits(line, store)
	const isUnderReview = refused > 0 && store.unsubmittedEdits() === 0
	return {
		connection: isExchanging ? 'connected' : link,
		way: isExchanging ? 'exchange' : 'socket',
		refusal,
		right,
		refused,
		isUnderReview,
		reviewOutcome: isUnderReview || refused === 0 ? reviewOutcome : null
	} satisfies Partial<SyncSnapshot>
}

export function isNetworkOff(): boolean {
	return typeof navigator !== 'undefined' && navigator.onLine === false
}

function refusedEdits(line: Line, store: LocalStore): number {
	const { unsent } = store.status()
	// The relay accepts nothing of a reader, and does not ask for it.
	if (line.right === 'read' || line.refusedUpTo === 'all') return unsent
	// What is under review was refused, perhaps to another tab.
	const underReview = unsent - store.unsubmittedEdits()
	return Math.max(underReview, Math.min(line.refusedUpTo - store.acknowledgedEdits(), unsent))
}

/** The state at the start of a connection. */
export interface Beginning {
	/** For its address. */
	params: Record<string, string>
	isResuming: boolean
	/** State vector of the document if nothing was unsent: the relay has all of that. Null: it may lack something. */
	relayVector: Uint8Array | null
}

export function beginConnection(deviceId: string, doc: Y.Doc, store: LocalStore): Beginning {
	const { epoch, run, haveSequence } = store.record()
	const { unsent } = store.status()
	const isResuming = run !== null && haveSequence > 0
	return {
		params: {
			v: `${PROTOCOL_VERSION}`,
			device: deviceId,
			...(epoch > 0 && { epoch: `${epoch}` }),
			...(isResuming && { since: `${haveSequence}`, run, unsent: `${unsent}` })
		},
		isResuming,
		relayVector: unsent === 0 ? Y.encodeStateVector(doc) : null
	}
}

/** `other-log` is only possible, not certain: a relay does not say why it does not resume. */
export function compareHello(
	{ epoch, isResumed, run, sequence }: RelayHello,
	{ isResuming }: Beginning,
	known: SyncRecord
): 'other-epoch' | 'other-log' | 'resumed' | 'begun' {
	if (known.epoch !== 0 && known.epoch !== epoch) return 'other-epoch'
	const ownSequence = known.ownSequence ?? 0
	// A deleted document comes back only from a backup.
	if (known.isGone) return 'other-log'
	if (!isResuming) return sequence < ownSequence ? 'other-log' : 'begun'
	// Another run has what this device named. It may have lost what was acknowledged beyond that.
	return isResumed && (run === known.run || ownSequence <= known.haveSequence) ? 'resumed' : 'other-log'
}
