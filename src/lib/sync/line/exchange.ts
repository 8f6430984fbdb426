/**
 * One document in an exchange over HTTPS (sync.md D7, SPEC.md P13): builds the request, and works out what the answer
 * changes. For open documents and for those nobody has open.
 */
import * as Y from 'yjs'
import type { DocumentExchanged, ExchangeAnswer, ExchangeDocument, ExchangeRequest } from '#protocol/exchange.ts'
import { PROTOCOL_VERSION } from '#protocol/frames.ts'
import { type ApiResult, post } from '../api.ts'
import type { LogState } from '../document/log-records.ts'

export interface ExchangedState {
	documentId: string
	state: Pick<LogState, 'epoch' | 'run' | 'have'>
	/** Of everything the device has. */
	stateVector: Uint8Array
	/** From `updateToSend`; null: the relay lacks nothing. */
	update: Uint8Array | null
	/** Edits that stay unsent even when `update` is stored. */
	unsent?: number
	/** 0 for a document nobody has open. */
	seenSequence?: number
	isCheck?: boolean
}

export function toExchangeDocument(state: ExchangedState): ExchangeDocument {
	const { documentId, update } = state
	const { epoch, run, have } = state.state
	return {
		documentId,
		epoch: epoch === 0 ? null : epoch,
		stateVector: toBase64(state.stateVector),
		update: update === null ? null : toBase64(update),
		unsent: state.unsent ?? 0,
		run,
		haveSequence: run === null ? 0 : have,
		seenSequence: run === null ? 0 : (state.seenSequence ?? 0),
		isCheck: state.isCheck ?? false
	}
}

/** What the relay may lack; null: nothing. It contains all deletions, because a state vector does not show them. */
export function updateToSend(document: Y.Doc | Uint8Array, relayVector: Uint8Array | null): Uint8Array | null {
	const vector = relayVector ?? undefined
	const update =
		document instanceof Uint8Array
			? vector === undefined
				? document
				: Y.diffUpdate(document, vector)
			: Y.encodeStateAsUpdate(document, vector)
	return isEmptyUpdate(update) ? null : update
}

/**
 * The same for a relay that lacks these rows of the document's log, as far as it is known. Like `updateToSend` it leaves
 * out what was deleted again.
 */
export function updateWith(doc: Y.Doc, rows: Uint8Array): Uint8Array {
	const vector = Y.decodeStateVector(Y.encodeStateVector(doc))
	for (const [client, clock] of Y.parseUpdateMeta(rows).from)
		vector.set(client, Math.min(clock, vector.get(client) ?? 0))
	return Y.encodeStateAsUpdate(doc, encodeVector(vector))
}

/** A state vector is the clocks of a snapshot, without its deletions. */
function encodeVector(vector: Map<number, number>): Uint8Array {
	const noDeletions = Y.emptySnapshot.ds
	return Y.encodeSnapshot(Y.createSnapshot(noDeletions, vector)).subarray(1)
}

export interface AppliedAnswer {
	/** To be applied to the document in this order. */
	updates: Uint8Array[]
	/** To be stored with the updates, or after them. */
	learnt: Pick<LogState, 'epoch' | 'run' | 'have' | 'peers' | 'bytesLeft'>
	/** Of everything the relay has now. */
	relayVector: Uint8Array
	/**
	 * The relay's log may not be the one this device knew. Then nothing counts as acknowledged, not even what this
	 * exchange sent, until another exchange has sent all that `relayVector` lacks.
	 */
	isOtherLog: boolean
	/** Y.encodeSnapshot of all the relay has, for `isCheck`. */
	snapshot: Uint8Array | null
}

/** `asked`: the state that the request was made from. Throws on invalid base64. */
export function applyAnswer(answer: DocumentExchanged, asked: LogState): AppliedAnswer {
	const { epoch, run, isSameLog, sequence, participants, snapshot, bytesLeft } = answer
	// `isSameLog` is about what this device has. The relay may have lost what was acknowledged beyond that.
	const isKept = isSameLog && (asked.ackedSequence ?? 0) <= asked.have
	return {
		updates: answer.updates.map((update) => fromBase64(update)),
		learnt: { epoch, run, have: sequence, peers: participants, bytesLeft: bytesLeft ?? 'enough' },
		relayVector: fromBase64(answer.stateVector),
		isOtherLog: asked.isGone || (asked.run !== null && asked.run !== run && !isKept),
		snapshot: snapshot === null ? null : fromBase64(snapshot)
	}
}

/** Whether `whole` has all insertions of `part`; both are state vectors, which do not show deletions. */
export function coversVector(whole: Uint8Array, part: Uint8Array): boolean {
	const clocks = Y.decodeStateVector(whole)
	return [...Y.decodeStateVector(part)].every(([client, clock]) => clock <= (clocks.get(client) ?? 0))
}

const EXCHANGE_PATH = `/api/exchange?v=${PROTOCOL_VERSION}`
/** Twice what a two-year plan takes over a village's mobile network. */
const EXCHANGE_TIMEOUT_MS = 60_000

/** `offline` also for an answer that is not our server's. */
export async function postExchange(request: ExchangeRequest): Promise<ApiResult<ExchangeAnswer>> {
	const result = await post<ExchangeAnswer | null>(EXCHANGE_PATH, request, EXCHANGE_TIMEOUT_MS)
	if (!result.ok) return result
	const { value } = result
	return Array.isArray(value?.documents) ? { ok: true, value: value as ExchangeAnswer } : { ok: false, code: 'offline' }
}

function isEmptyUpdate(update: Uint8Array): boolean {
	return update.byteLength <= 2
}

const PIECE = 0x8000

/** Not lib0's own: it takes a service worker for Node and looks for Buffer there. */
export function toBase64(bytes: Uint8Array): string {
	let text = ''
	// In pieces: a call takes a limited number of arguments.
	for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
	return btoa(text)
}

/** Throws on invalid base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
