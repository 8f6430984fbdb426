/** What is said to a device of its own frames, and how far it has been sent the document (SPEC.md P5). */
import { encodeAck } from '#protocol/sync.ts'

export interface Acknowledging {
	/** All of the connection's update frames up to `counter` are durable. */
	acknowledge(counter: number): void
	/** Everything stored up to `sequence` was sent: nothing to say before the device's own question is answered. */
	reach(sequence: number): void
	/** The device's question is answered, and the device has been sent every stored update up to `sequence`. */
	answer(sequence: number): void
	/** Null until then: before, nothing can be said to have been sent. */
	sent(): number | null
	/** Says now what is due. */
	flush(): void
}

/** `isAnswering`: an answer is on its way to the device. */
export function createAcknowledging(isAnswering: () => boolean, send: (ack: Uint8Array) => void): Acknowledging {
	let durable = 0
	let sent: number | null = null
	let isDue = false

	/** The updates of one commit make one ACK; it leaves together with what they were broadcast in. */
	function flushSoon(): void {
		if (isDue) return
		isDue = true
		process.nextTick(flush)
	}

	function flush(): void {
		if (!isDue) return
		isDue = false
		// Its sequence would lie below the edits it acknowledges; the answer under way brings both up to date.
		if (sent === null && isAnswering()) return
		send(encodeAck({ counter: durable, sequence: sent ?? 0 }))
	}

	function moveTo(sequence: number): void {
		sent = Math.max(sent ?? 0, sequence)
		flushSoon()
	}

	return {
		acknowledge(counter) {
			durable = counter
			flushSoon()
		},
		reach(sequence) {
			if (sent !== null && sequence > sent) moveTo(sequence)
		},
		answer: moveTo,
		sent: () => sent,
		flush
	}
}
