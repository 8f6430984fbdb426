/** The fake relay's answer for one document of an exchange (SPEC.md P13–P15). */
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import type { ExchangeDocument, ExchangedDocument, ReviewState } from '#protocol/exchange.ts'
import type { NackReason, ParticipantState, Right } from '#protocol/frames.ts'

interface Relay {
	readonly doc: Y.Doc
	readonly sequence: number
	readonly log: { run(): string; isSame(run: string | null, sequence: number): boolean }
	epoch: number
	right: Right | null
	bytesLeft: number | null
	isTooOld: boolean
	refusal: NackReason | null
	isReviewing: boolean
	reviewLog: Uint8Array[]
	reviewState: ReviewState
	participants(): ParticipantState[]
}

export function exchangeDocument(
	relay: Relay,
	asked: ExchangeDocument,
	store: (update: Uint8Array, from: null) => void
): ExchangedDocument {
	const { documentId } = asked
	const update = asked.update === null ? null : fromBase64(asked.update)
	const refuse = (
		reason: NackReason | 'no-right' | 'other-epoch' | 'app-too-old',
		isUnderReview: boolean
	): ExchangedDocument => {
		if (!isUnderReview || update === null) return { documentId, outcome: 'refused', reason, isHeld: false }
		const isKnown = relay.reviewLog.some((known) => `${known}` === `${update}`)
		if (!isKnown) relay.reviewLog.push(update)
		if (!isKnown) return { documentId, outcome: 'refused', reason, isHeld: isUnderReview, held: 'waiting' }
		const { reviewState: state, sequence } = relay
		return {
			documentId,
			outcome: 'refused',
			reason,
			isHeld: isUnderReview,
			held: state,
			...(state === 'accepted' && { sequence })
		}
	}
	if (relay.isTooOld) return refuse('app-too-old', false)
	if (asked.epoch !== null && asked.epoch !== relay.epoch) return refuse('other-epoch', false)
	if (relay.right === null) return refuse(update === null ? 'no-right' : 'revoked', true)
	if (update !== null && relay.right === 'read') return refuse('read-only', relay.isReviewing)
	if (update !== null && relay.refusal !== null) return refuse(relay.refusal, relay.isReviewing)
	if (update !== null && !Y.snapshotContainsUpdate(Y.snapshot(relay.doc), update)) store(update, null)
	return {
		documentId,
		outcome: 'exchanged',
		right: relay.right,
		epoch: relay.epoch,
		run: relay.log.run(),
		isSameLog: relay.log.isSame(asked.run, asked.haveSequence),
		sequence: relay.sequence,
		updates: [toBase64(Y.encodeStateAsUpdate(relay.doc, fromBase64(asked.stateVector)))],
		stateVector: toBase64(Y.encodeStateVector(relay.doc)),
		snapshot: null,
		bytesLeft: relay.bytesLeft,
		participants: relay.participants()
	}
}
