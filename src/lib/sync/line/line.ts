/**
 * What the relay has said of a document. From it follows which of this device's edits are refused. Also decides how a connection resumes where this
 * device stopped (sync.md R16, SPEC.md P12).
 */
import type { CloseReason } from '#protocol/close-codes.ts'
import { type Nack, PROTOCOL_VERSION, type RelayHello, type Right } from '#protocol/frames.ts'
import type { LocalLog, Mark } from '../document/local-log.ts'
import type { LogState } from '../document/log-records.ts'
import type { SyncSnapshot } from '../document/snapshot.ts'
import type { LineSocket } from './relay-provider.ts'

export interface Line {
	link: SyncSnapshot['connection']
	refusal: CloseReason | null
	right: Right | null
	/** What was refused; null: nothing. */
	refusedUpTo: Mark | 'all' | null
	/** Something refused is not in the review log, or it is unknown what. A later review does not cover it. */
	hasUnsubmitted: boolean
	/** Of the edits under review, by the last answer. */
	reviewOutcome: SyncSnapshot['reviewOutcome']
	/** Requests carry it: sockets do not get through. */
	isOverRequests: boolean
}

export function createLine(): Line {
	return {
		link: isNetworkOff() ? 'offline' : 'connecting',
		refusal: null,
		right: null,
		refusedUpTo: null,
		hasUnsubmitted: false,
		reviewOutcome: null,
		isOverRequests: false
	}
}

/** `nack` null: this app cannot read it. It is still a refusal, perhaps of everything. Returns what it refuses; null: unknown. */
export function noteNack(
	line: Line,
	nack: Nack | null,
	socket: LineSocket | null,
	{ hasAllBefore }: { hasAllBefore: boolean },
	log: LocalLog
): Mark | null {
	const refused = nack === null ? null : (socket?.refuse(nack.counter) ?? null)
	// The review log has only what was in the refused frames: nothing written before this connection.
	const isUnderReview = nack !== null && nack.review !== null && refused !== null && hasAllBefore
	// A mark covers all edits before it: with another refusal before it, nobody knows what became of those.
	if (isUnderReview && nack.review === 'accepted' && nack.sequence !== null && line.refusedUpTo === null) {
		line.reviewOutcome = 'accepted'
		log.acknowledge(refused, nack.sequence)
		return refused
	}
	line.refusedUpTo = refused ?? 'all'
	line.reviewOutcome = nack?.review === 'set-aside' ? 'set-aside' : null
	line.hasUnsubmitted ||= !isUnderReview
	if (!line.hasUnsubmitted && refused !== null) log.markUnderReview(refused)
	return refused
}

export function lineStatus(line: Line, log: LocalLog) {
	const { link, refusal, right, reviewOutcome } = line
	const refused = refusedEdits(line, log)
	const isUnderReview = refused > 0 && isAllUnderReview(log)
	return {
		connection: link,
		refusal,
		right,
		refused,
		isUnderReview,
		reviewOutcome: isUnderReview || refused === 0 ? reviewOutcome : null
	} satisfies Partial<SyncSnapshot>
}

/** The review log has all that is unsent. */
export function isAllUnderReview(log: LocalLog): boolean {
	return log.unsentUnder(null) === log.status().unsent
}

export function isNetworkOff(): boolean {
	return typeof navigator !== 'undefined' && navigator.onLine === false
}

function refusedEdits({ right, refusedUpTo }: Line, log: LocalLog): number {
	// The relay accepts nothing of a reader, and does not ask for it.
	if (right === 'read' || refusedUpTo === 'all') return log.status().unsent
	// What is under review was refused, perhaps to another tab.
	return log.unsentUnder(refusedUpTo)
}

/** The state at the start of a connection. */
export interface Beginning {
	/** For its address. */
	params: Record<string, string>
	isResuming: boolean
	/** The sequence it resumes from. */
	have: number
	/** The relay had acknowledged everything. */
	hadAllSent: boolean
	/** What the log had then. */
	mark: Mark
}

/** `isSubmitting`: a person whose right has ended comes to send late edits (SPEC.md P15). */
export function beginConnection(deviceId: string, log: LocalLog, isSubmitting: boolean): Beginning {
	const { epoch, run } = log.state()
	// Nothing is resumed from what is not committed.
	const have = log.storedHave()
	const { unsent } = log.status()
	const isResuming = run !== null && have > 0
	return {
		params: {
			v: `${PROTOCOL_VERSION}`,
			device: deviceId,
			...(epoch > 0 && { epoch: `${epoch}` }),
			...(isSubmitting && { submit: '1' }),
			...(isResuming && { since: `${have}`, run, unsent: `${unsent}` })
		},
		isResuming,
		have,
		hadAllSent: unsent === 0,
		mark: log.mark()
	}
}

/** `other-log` is only possible, not certain: a relay does not say why it does not resume. */
export function compareHello(
	{ epoch, isResumed, run, sequence }: RelayHello,
	{ isResuming, have }: Beginning,
	known: LogState
): 'other-epoch' | 'other-log' | 'resumed' | 'begun' {
	if (known.epoch !== 0 && known.epoch !== epoch) return 'other-epoch'
	// A deleted document comes back only from a backup.
	if (known.isGone) return 'other-log'
	// What has come may not be stored yet. Then it is ahead of what this device names, or nothing is named.
	const had = Math.max(known.ackedSequence ?? 0, known.have)
	if (!isResuming) return sequence < had ? 'other-log' : 'begun'
	// Another run has what this device named. It may have lost what came or was acknowledged beyond that.
	return isResumed && (run === known.run || had <= have) ? 'resumed' : 'other-log'
}
