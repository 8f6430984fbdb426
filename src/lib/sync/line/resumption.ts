/** Coming back to a relay where this device stopped (sync.md R16, SPEC.md P12). */
import * as Y from 'yjs'
import { PROTOCOL_VERSION, type RelayHello } from '#protocol/frames.ts'
import type { LocalStore } from '../document/local-store.ts'
import type { SyncRecord } from '../document/store-records.ts'

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
