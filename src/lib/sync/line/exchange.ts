/**
 * One document's part in an exchange over HTTPS (sync.md D7, SPEC.md P13): what a device asks, and what the answer
 * changes. For documents on the screen and for those nobody has open.
 */
import * as Y from 'yjs'
import type { DocumentExchanged, ExchangeAnswer, ExchangeDocument, ExchangeRequest } from '#protocol/exchange.ts'
import { PROTOCOL_VERSION } from '#protocol/frames.ts'
import { type ApiResult, post } from '../api.ts'
import { forgetLog, type SyncRecord } from '../document/store-records.ts'

export interface ExchangedState {
	documentId: string
	record: SyncRecord
	/** Of all the local store has. */
	stateVector: Uint8Array
	/** From `updateToBring`; null: the relay lacks nothing. */
	update: Uint8Array | null
	/** Edits that stay unsent even when `update` is stored. */
	unsent?: number
	/** 0 for a document nobody has open: the record does not know it. */
	seenSequence?: number
	isCheck?: boolean
}

export function toExchangeDocument(state: ExchangedState): ExchangeDocument {
	const { documentId, record, update } = state
	return {
		documentId,
		epoch: record.epoch === 0 ? null : record.epoch,
		stateVector: toBase64(state.stateVector),
		update: update === null ? null : toBase64(update),
		unsent: state.unsent ?? 0,
		run: record.run,
		haveSequence: record.run === null ? 0 : record.haveSequence,
		seenSequence: record.run === null ? 0 : (state.seenSequence ?? 0),
		isCheck: state.isCheck ?? false
	}
}

/** What of the document the relay may lack, its deletions all included, as they do not show in a state vector; null: nothing. */
export function updateToBring(document: Y.Doc | Uint8Array, relayVector: Uint8Array | null): Uint8Array | null {
	const vector = relayVector ?? undefined
	const update =
		document instanceof Uint8Array
			? vector === undefined
				? document
				: Y.diffUpdate(document, vector)
			: Y.encodeStateAsUpdate(document, vector)
	return isEmptyUpdate(update) ? null : update
}

export interface AppliedAnswer {
	/** To be applied to the document in this order. */
	updates: Uint8Array[]
	/** To be saved once the updates are in the local store. Its `ownSequence` knows nothing yet of what was brought. */
	record: SyncRecord
	/**
	 * The relay's log is perhaps not the one this device knew. Then nothing counts as acknowledged, what was brought with
	 * this exchange included, until all that `record.relayVector` lacks has been brought by another one.
	 */
	isOtherLog: boolean
	/** Y.encodeSnapshot of all the relay has, for `isCheck`. */
	snapshot: Uint8Array | null
}

/** Of an answer to what was asked with this record. Throws on what is not base64. */
export function applyAnswer(answer: DocumentExchanged, asked: SyncRecord): AppliedAnswer {
	const { epoch, run, isSameLog, sequence, participants, snapshot, bytesLeft } = answer
	// Said of what this device has: what was acknowledged beyond that, the relay may have lost.
	const isKept = isSameLog && (asked.ownSequence ?? 0) <= asked.haveSequence
	const isOtherLog = asked.isGone || (asked.run !== null && asked.run !== run && !isKept)
	return {
		updates: answer.updates.map((update) => fromBase64(update)),
		record: {
			...(isOtherLog ? forgetLog(asked) : asked),
			epoch,
			run,
			haveSequence: sequence,
			relayVector: fromBase64(answer.stateVector),
			participants,
			bytesLeft: bytesLeft ?? 'enough'
		},
		isOtherLog,
		snapshot: snapshot === null ? null : fromBase64(snapshot)
	}
}

/** Whether all insertions of `part` are in `whole`, both state vectors. Deletions do not show in them. */
export function coversVector(whole: Uint8Array, part: Uint8Array): boolean {
	const clocks = Y.decodeStateVector(whole)
	return [...Y.decodeStateVector(part)].every(([client, clock]) => clock <= (clocks.get(client) ?? 0))
}

const EXCHANGE_PATH = `/api/exchange?v=${PROTOCOL_VERSION}`
/** A two-year plan over a village's mobile network takes half of it. */
const EXCHANGE_TIMEOUT_MS = 60_000

/** `offline` also for an answer that is not of our server. */
export async function postExchange(request: ExchangeRequest): Promise<ApiResult<ExchangeAnswer>> {
	const result = await post<ExchangeAnswer | null>(EXCHANGE_PATH, request, EXCHANGE_TIMEOUT_MS)
	if (!result.ok) return result
	const { value } = result
	return Array.isArray(value?.documents) ? { ok: true, value: value as ExchangeAnswer } : { ok: false, code: 'offline' }
}

function isEmptyUpdate(update: Uint8Array): boolean {
	return update.byteLength <= 2
}

/** lib0's own takes a service worker for Node and looks for Buffer there. */

const PIECE = 0x8000

export function toBase64(bytes: Uint8Array): string {
	let text = ''
	// In pieces: a call takes only so many arguments.
	for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
	return btoa(text)
}

/** Throws on what is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
