/** What is said to a device of its own frames, and how far it has been sent the document (SPEC.md P5). */
import { encodeAck } from '#protocol/frames.ts'

export interface Acknowledging {
	/** All of the connection's update frames up to `counter` are durable. */
	acknowledge(counter: number, actions: AcknowledgingActions): void
	/** Everything stored up to `sequence` was sent: nothing to say before the device's own question is answered. */
	reach(sequence: number, actions: AcknowledgingActions): void
	/** The device's question is answered, and the device has been sent every stored update up to `sequence`. */
	answer(sequence: number, actions: AcknowledgingActions): void
	/** Null until then: before, nothing can be said to have been sent. */
	readonly sent: number | null
	/** Says now what is due. */
	flush(actions: AcknowledgingActions): void
}

export interface AcknowledgingActions {
	/** An answer is on its way to the device. */
	isAnswering(): boolean
	sendAck(ack: Uint8Array): void
}

interface State extends Acknowledging {
	durable: number
	sent: number | null
	isDue: boolean
}

export function createAcknowledging(): Acknowledging {
	const state: State = { durable: 0, sent: null, isDue: false, acknowledge, reach, answer, flush }
	return state
}

function acknowledge(this: State, counter: number, actions: AcknowledgingActions): void {
	this.durable = counter
	flushSoon(this, actions)
}

function reach(this: State, sequence: number, actions: AcknowledgingActions): void {
	if (this.sent !== null && sequence > this.sent) this.answer(sequence, actions)
}

function answer(this: State, sequence: number, actions: AcknowledgingActions): void {
	this.sent = Math.max(this.sent ?? 0, sequence)
	flushSoon(this, actions)
}

function flush(this: State, actions: AcknowledgingActions): void {
	if (!this.isDue) return
	this.isDue = false
	// Its sequence would lie below the edits it acknowledges; the answer under way brings both up to date.
	if (this.sent === null && actions.isAnswering()) return
	actions.sendAck(encodeAck({ counter: this.durable, sequence: this.sent ?? 0 }))
}

/** The updates of one commit make one ACK; it leaves together with what they were broadcast in. */
function flushSoon(state: State, actions: AcknowledgingActions): void {
	if (state.isDue) return
	state.isDue = true
	process.nextTick(flushNow, state, actions)
}

function flushNow(state: State, actions: AcknowledgingActions): void {
	state.flush(actions)
}
