/**
 * Answers a device's SyncStep1 («this is what I have»), and sends its ACKs. One answer is under way at a time. Of the
 * questions that come meanwhile only the newest is answered, so fast questions cost the relay no more than slow ones.
 * Large answers go out as fast as the device takes them, so a slow device makes the relay queue about one frame.
 */
import { encodeAck, encodeStep2, encodeUpdate } from '#protocol/frames.ts'
import { isStateVector } from '../check-update.ts'
import type { Link } from './link.ts'
import type { Missing, Room } from './room.ts'

export interface Answering {
	ask(stateVector: Uint8Array, actions: AnsweringActions): 'asked' | 'malformed'
	readonly isUnderWay: boolean
	/** Bytes of the answer that may wait in the link beyond the limit: a slow device gets the time it needs. */
	readonly waitingBytes: number
}

export interface AnsweringActions {
	readonly room: Pick<Room, 'readMissing' | 'readSince' | 'sequence'>
	readonly link: Pick<Link, 'bufferedBytes'>
	isOpen(): boolean
	send(frame: Uint8Array, onSent?: () => void): void
	/** The device has been sent every stored update up to `sequence`. */
	answered(sequence: number): void
	/** No answer could be made. This question and later ones get none. */
	failed(error: unknown): void
}

interface State extends Answering {
	since: number | null
	next: Uint8Array | null
	isUnderWay: boolean
	waitingBytes: number
}

const EMPTY_UPDATE = Uint8Array.of(0, 0)
/** Up to so many bytes may wait in the link before the next frame waits for them. */
const PATIENT_BYTES = 256 * 1024

/** `resumedFrom`: the device says that it has every stored update up to this one (R16); null: it does not say. */
export function createAnswering(resumedFrom: number | null): Answering {
	const state: State = { since: resumedFrom, next: null, isUnderWay: false, waitingBytes: 0, ask }
	return state
}

function ask(this: State, stateVector: Uint8Array, actions: AnsweringActions): 'asked' | 'malformed' {
	if (!isStateVector(stateVector)) return 'malformed'
	this.next = stateVector
	if (!this.isUnderWay) answer(this, actions).catch((error: unknown) => actions.failed(error))
	return 'asked'
}

async function answer(state: State, actions: AnsweringActions): Promise<void> {
	state.isUnderWay = true
	for (let question = state.next; question !== null && actions.isOpen(); question = state.next) {
		state.next = null
		const missing = await readAnswer(state, question, actions.room)
		if (missing === null) break
		await sendAll(state, missing.updates, actions)
		// Updates above `missing.sequence`, committed since the device joined, were broadcast to it.
		actions.answered(Math.max(missing.sequence, actions.room.sequence()))
	}
	state.isUnderWay = false
}

async function readAnswer(
	state: State,
	stateVector: Uint8Array,
	room: AnsweringActions['room']
): Promise<Missing | null> {
	const rows = state.since === null ? 'too-many' : await room.readSince(state.since)
	// Only the first question is answered from `since`: a second one means doubt, and is answered by comparison.
	state.since = null
	if (rows === 'too-many') return room.readMissing(stateVector)
	return rows && { ...rows, updates: [...rows.updates, EMPTY_UPDATE] }
}

/** A stock client takes the first SyncStep2 as the whole answer, so it comes last. */
async function sendAll(state: State, updates: Iterable<Uint8Array>, actions: AnsweringActions): Promise<void> {
	let last: Uint8Array | null = null
	for (const update of updates) {
		if (last !== null) await sendPatiently(state, encodeUpdate(last), actions)
		if (!actions.isOpen()) return
		last = update
	}
	await sendPatiently(state, encodeStep2(last ?? EMPTY_UPDATE), actions)
}

async function sendPatiently(state: State, frame: Uint8Array, actions: AnsweringActions): Promise<void> {
	const sent = new Promise<void>((resolve) => actions.send(frame, resolve))
	if (actions.link.bufferedBytes() <= PATIENT_BYTES) return
	state.waitingBytes = frame.length
	await sent
	state.waitingBytes = 0
}

/** Sends a device its ACKs: which of its frames are durable, and up to which update it was sent the document (SPEC.md P5). */
export interface Acknowledging {
	/** All of the connection's update frames up to `counter` are durable. */
	acknowledge(counter: number, actions: AcknowledgingActions): void
	/** Every stored update up to `sequence` was sent. Has no effect before the device's own question is answered. */
	reach(sequence: number, actions: AcknowledgingActions): void
	/** The device's question is answered, and the device has been sent every stored update up to `sequence`. */
	answer(sequence: number, actions: AcknowledgingActions): void
	/** The device was sent every stored update up to this one; null until its question is answered. */
	readonly sent: number | null
	/** Sends an ACK that is due at once. */
	flush(actions: AcknowledgingActions): void
}

export interface AcknowledgingActions {
	/** An answer is on its way to the device. */
	isAnswering(): boolean
	sendAck(ack: Uint8Array): void
}

interface AcknowledgingState extends Acknowledging {
	durable: number
	sent: number | null
	isDue: boolean
}

export function createAcknowledging(): Acknowledging {
	const state: AcknowledgingState = {
		durable: 0,
		sent: null,
		isDue: false,
		acknowledge,
		reach,
		answer: noteAnswer,
		flush
	}
	return state
}

function acknowledge(this: AcknowledgingState, counter: number, actions: AcknowledgingActions): void {
	this.durable = counter
	flushSoon(this, actions)
}

function reach(this: AcknowledgingState, sequence: number, actions: AcknowledgingActions): void {
	if (this.sent !== null && sequence > this.sent) this.answer(sequence, actions)
}

function noteAnswer(this: AcknowledgingState, sequence: number, actions: AcknowledgingActions): void {
	this.sent = Math.max(this.sent ?? 0, sequence)
	flushSoon(this, actions)
}

function flush(this: AcknowledgingState, actions: AcknowledgingActions): void {
	if (!this.isDue) return
	this.isDue = false
	// The ACK's sequence would be below the edits it acknowledges. The answer under way ends with an ACK that has both.
	if (this.sent === null && actions.isAnswering()) return
	actions.sendAck(encodeAck({ counter: this.durable, sequence: this.sent ?? 0 }))
}

/** The updates of one commit share one ACK, which leaves together with their broadcasts. */
function flushSoon(state: AcknowledgingState, actions: AcknowledgingActions): void {
	if (state.isDue) return
	state.isDue = true
	process.nextTick(flushNow, state, actions)
}

function flushNow(state: AcknowledgingState, actions: AcknowledgingActions): void {
	state.flush(actions)
}
