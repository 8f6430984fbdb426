/**
 * Answers a device's question «this is what I have»: one answer at a time, and of the questions that
 * come meanwhile only the newest, so that asking fast costs the relay no more than asking slowly. Large
 * answers go out as fast as the device takes them: nobody makes the relay hold more than one frame of them.
 */
import { encodeStep2, encodeUpdate } from '#protocol/sync.ts'
import { isStateVector } from './check-update.ts'
import type { Link } from './link.ts'
import type { Missing, Room } from './room.ts'

export interface Answering {
	ask(stateVector: Uint8Array): 'asked' | 'malformed'
	isAnswering(): boolean
	/** Bytes of the answer that wait in the link by right: a slow reader is given the time it takes. */
	waitingBytes(): number
}

export interface AnsweringParts {
	room: Pick<Room, 'readMissing' | 'readSince' | 'sequence'>
	link: Pick<Link, 'bufferedBytes'>
	/** The device has everything up to this stored update, and said so (R16); null: it does not say. */
	resumedFrom: number | null
	isOpen(): boolean
	send(frame: Uint8Array, onSent?: () => void): void
	/** The device has been sent every stored update up to `sequence`. */
	onAnswered(sequence: number): void
}

const EMPTY_UPDATE = Uint8Array.of(0, 0)
/** Less may wait without anybody waiting for it. */
const PATIENT_BYTES = 256 * 1024

export function createAnswering({ room, link, resumedFrom, isOpen, send, onAnswered }: AnsweringParts): Answering {
	let since = resumedFrom
	let next: Uint8Array | null = null
	let isAnswering = false
	let waitingBytes = 0

	async function answer(): Promise<void> {
		isAnswering = true
		for (let question = next; question !== null && isOpen(); question = next) {
			next = null
			const missing = await readAnswer(question)
			if (missing === null) break
			await sendAll(missing.updates)
			// What was committed above it since the device joined was broadcast to it.
			onAnswered(Math.max(missing.sequence, room.sequence()))
		}
		isAnswering = false
	}

	async function readAnswer(stateVector: Uint8Array): Promise<Missing | null> {
		const rows = since === null ? 'too-many' : await room.readSince(since)
		// The device's next question is one of doubt, and is answered by comparing.
		since = null
		if (rows === 'too-many') return room.readMissing(stateVector)
		return rows && { ...rows, updates: [...rows.updates, EMPTY_UPDATE] }
	}

	/** A stock client takes the first SyncStep2 for the whole: it comes last. */
	async function sendAll(updates: Iterable<Uint8Array>): Promise<void> {
		let last: Uint8Array | null = null
		for (const update of updates) {
			if (last !== null) await sendPatiently(encodeUpdate(last))
			if (!isOpen()) return
			last = update
		}
		await sendPatiently(encodeStep2(last ?? EMPTY_UPDATE))
	}

	async function sendPatiently(frame: Uint8Array): Promise<void> {
		const sent = new Promise<void>((resolve) => send(frame, resolve))
		if (link.bufferedBytes() <= PATIENT_BYTES) return
		waitingBytes = frame.length
		await sent
		waitingBytes = 0
	}

	return {
		ask(stateVector) {
			if (!isStateVector(stateVector)) return 'malformed'
			next = stateVector
			if (!isAnswering) void answer()
			return 'asked'
		},
		isAnswering: () => isAnswering,
		waitingBytes: () => waitingBytes
	}
}
