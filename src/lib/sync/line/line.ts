/**
 * What is known of the relay's mind of a document, whichever way it was heard: over a socket (connection.ts) or by the
 * exchange (exchange-way.ts), which both write it down here. And what of this device's edits that leaves refused.
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
	/** Of this tab's edits. */
	refusedUpTo: number | 'all'
	/** Something that was refused is not in the holding log, or it is not known what: what is held later does not cover it. */
	hasUnheld: boolean
	/** Of what is held, by the last answer. */
	decision: SyncSnapshot['decision']
	/** The exchange is the way, and it is answered. */
	isExchanging: boolean
}

export function createLine(): Line {
	return {
		link: isNetworkOff() ? 'offline' : 'connecting',
		refusal: null,
		right: null,
		refusedUpTo: 0,
		hasUnheld: false,
		decision: null,
		isExchanging: false
	}
}

/** `nack` null: one that this app cannot read is a refusal all the same, perhaps of everything. */
export function noteNack(
	line: Line,
	nack: Nack | null,
	coverage: EditCoverage | undefined,
	{ relayVector }: Beginning,
	store: LocalStore
): void {
	const refusedUpTo = (nack !== null && coverage?.refuse(nack.counter)) || 'all'
	// Held is what was in the refused frames: nothing written before this connection, since, or in another tab.
	const isWhole = nack !== null && coverage?.isWhole(nack.counter) === true
	const isHeld = nack?.isHeld === true && isWhole && relayVector !== null
	line.refusedUpTo = refusedUpTo
	line.decision = null
	line.hasUnheld ||= !isHeld
	if (!line.hasUnheld && refusedUpTo !== 'all') store.hold({ own: refusedUpTo, adopted: new Map() })
}

export function lineStatus(line: Line, store: LocalStore) {
	const { link, refusal, right, isExchanging, decision } = line
	const refused = refusedEdits(line, store)
	const isHeld = refused > 0 && store.unheldEdits() === 0
	return {
		connection: isExchanging ? 'connected' : link,
		way: isExchanging ? 'exchange' : 'socket',
		refusal,
		right,
		refused,
		isHeld,
		decision: isHeld || refused === 0 ? decision : null
	} satisfies Partial<SyncSnapshot>
}

export function isNetworkOff(): boolean {
	return typeof navigator !== 'undefined' && navigator.onLine === false
}

function refusedEdits(line: Line, store: LocalStore): number {
	const { unsent } = store.status()
	// Nothing of a reader's is accepted, nor asked for.
	if (line.right === 'read' || line.refusedUpTo === 'all') return unsent
	// What is held was refused, perhaps to another tab.
	const held = unsent - store.unheldEdits()
	return Math.max(held, Math.min(line.refusedUpTo - store.acknowledgedEdits(), unsent))
}

/** Coming back to a relay where this device stopped (sync.md R16, SPEC.md P12). */

/** What a connection began with. */
export interface Beginning {
	/** For its address. */
	params: Record<string, string>
	isResuming: boolean
	/** State vector of the document when nothing of it was unsent: the relay has all that; null: it may lack something. */
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

/** `other-log`: perhaps only; a relay does not say why it does not resume. */
export function judgeHello(
	{ epoch, isResumed, run, sequence }: RelayHello,
	{ isResuming }: Beginning,
	known: SyncRecord
): 'other-epoch' | 'other-log' | 'resumed' | 'begun' {
	if (known.epoch !== 0 && known.epoch !== epoch) return 'other-epoch'
	const ownSequence = known.ownSequence ?? 0
	// Deleted documents do not come back but from a backup.
	if (known.isGone) return 'other-log'
	if (!isResuming) return sequence < ownSequence ? 'other-log' : 'begun'
	// Another run has what this device named: what was acknowledged beyond that, it may have lost.
	return isResumed && (run === known.run || ownSequence <= known.haveSequence) ? 'resumed' : 'other-log'
}
