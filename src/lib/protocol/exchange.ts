/**
 * POST /api/exchange: what a device has and brings, for many documents in one round trip (sync.md D7,
 * SPEC.md P13–P14). JSON; bytes are base64, updates and state vectors in Yjs encoding V1.
 */
import type { CloseReason } from './close-codes.ts'
import type { NackReason, ParticipantState, Right } from './frames.ts'

export const MOST_EXCHANGED_DOCUMENTS = 100

export interface ExchangeRequest {
	/** Whose device this is. Refused as a whole when somebody else is signed in on it (sync.md D4). */
	personId: string
	deviceId: string
	appVersion: string
	/** As in DeviceReport. */
	freeBytes: number | null
	isPersisted: boolean | null
	/** At most MOST_EXCHANGED_DOCUMENTS; the body at most MAX_FRAME_BYTES. */
	documents: ExchangeDocument[]
}

export interface ExchangeDocument {
	documentId: string
	/** Of the relay's last word to this device; null: it never had the document. */
	epoch: number | null
	/** What the local store has, base64. */
	stateVector: string
	/** What the relay may lack, base64; null: nothing. */
	update: string | null
	/** As in DeviceReport: those that stay unsent even when `update` is stored, made while this was under way. */
	unsent: number
	/** As in DeviceReport, counted in `run`; null: no run is known, and both numbers are 0. */
	run: string | null
	haveSequence: number
	seenSequence: number
	/** «Проверить всё»: the relay reads everything anew from its disk and tells what it has in `snapshot`. */
	isCheck: boolean
}

/** In the order asked. */
export interface ExchangeAnswer {
	documents: ExchangedDocument[]
	/** ISO instant. */
	serverTime: string
}

export type ExchangedDocument = DocumentExchanged | DocumentRefused

/** What was brought is durable; `update` brings the device up to `sequence` of `run`. */
export interface DocumentExchanged {
	documentId: string
	outcome: 'exchanged'
	right: Right
	epoch: number
	run: string
	/** The `haveSequence` that was asked with is the same place in this log, although it was counted in another run; false without a run. */
	isSameLog: boolean
	sequence: number
	/** What the device lacks, base64, possibly several pieces to be applied in order; empty: nothing. */
	updates: string[]
	/** Of all the relay has now, base64: the next exchange brings only what is not in it. */
	stateVector: string
	/** Of all the relay has now, as Y.encodeSnapshot, base64; only for `isCheck`. */
	snapshot: string | null
	/** As in RelayHello. */
	bytesLeft: number | null
	participants: ParticipantState[]
}

export interface DocumentRefused {
	documentId: string
	outcome: 'refused'
	reason: CloseReason | NackReason
	/** True when what was brought is in the holding log, where a curator can accept it (sync.md R3). */
	isHeld: boolean
	/** What became of what was brought; only when `isHeld`. */
	held?: HeldState
	/** The stored update up to which it all came into the document; only when it is `accepted`. */
	sequence?: number
}

/**
 * `accepted`: all of it is in the document, by a curator's decision or without one (SPEC.md P15). `set-aside`: the curator decided
 * against it, and may still accept it.
 */
export type HeldState = 'waiting' | 'accepted' | 'set-aside'
