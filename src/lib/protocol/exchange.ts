/**
 * POST /api/exchange: a device sends what it has, and receives what it lacks, for many documents in one request (sync.md D7,
 * SPEC.md P13–P14). JSON; bytes are base64, updates and state vectors in Yjs encoding V1.
 */
import type { CloseReason } from './close-codes.ts'
import type { NackReason, ParticipantState, Right } from './frames.ts'

export const MOST_EXCHANGED_DOCUMENTS = 100

export interface ExchangeRequest {
	/** Whose device this is. The whole request is refused if somebody else is signed in on it (sync.md D4). */
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
	/** The document's epoch as this device last received it from the relay; null: it never had the document. */
	epoch: number | null
	/** Of the local store, base64. */
	stateVector: string
	/** What the relay may lack, base64; null: nothing. */
	update: string | null
	/** As in DeviceReport, but counts only edits that stay unsent when `update` is stored: those made during the request. */
	unsent: number
	/** The run that counts the two numbers below, which are as in DeviceReport; null: no run is known, and both are 0. */
	run: string | null
	haveSequence: number
	seenSequence: number
	/** «Проверить всё»: the relay reads everything anew from its disk and returns what it has in `snapshot`. */
	isCheck: boolean
}

/** In the order of the request. */
export interface ExchangeAnswer {
	documents: ExchangedDocument[]
	/** ISO instant. */
	serverTime: string
}

export type ExchangedDocument = DocumentExchanged | DocumentRefused

/** The sent `update` is durable; `updates` bring the device up to `sequence` of `run`. */
export interface DocumentExchanged {
	documentId: string
	outcome: 'exchanged'
	right: Right
	epoch: number
	run: string
	/** The request's `haveSequence` means the same position in this log, even if another run counted it; false without a run. */
	isSameLog: boolean
	sequence: number
	/** What the device lacks, base64, to be applied in order; empty: nothing. */
	updates: string[]
	/** Of everything the relay has now, base64: the next exchange sends only what is not in it. */
	stateVector: string
	/** Of everything the relay has now, made by Y.encodeSnapshot, base64; only for `isCheck`. */
	snapshot: string | null
	/** As in RelayHello. */
	bytesLeft: number | null
	participants: ParticipantState[]
}

export interface DocumentRefused {
	documentId: string
	outcome: 'refused'
	reason: CloseReason | NackReason
	/** True if the sent edits are under review: a curator can accept them (sync.md R3), or has decided already. */
	isHeld: boolean
	/** What became of the sent edits; only if `isHeld`. */
	held?: ReviewState
	/** All of them are in the document by this stored update; only if `accepted`. */
	sequence?: number
}

/**
 * `accepted`: all of the edits are in the document, with or without a curator's review (SPEC.md P15). `set-aside`: the curator
 * decided against them, and may still accept them.
 */
export type ReviewState = 'waiting' | 'accepted' | 'set-aside'
