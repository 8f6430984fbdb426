/**
 * Answers a device's question «this is what I have»: one answer at a time, and of the questions that
 * come meanwhile only the newest, so that asking fast costs the relay no more than asking slowly.
 */
import * as Y from 'yjs'
import { encodeStep2, encodeUpdate } from '#protocol/sync.ts'
import type { Room } from './room.ts'

export interface Answering {
	ask(stateVector: Uint8Array): 'asked' | 'malformed'
	isAnswering(): boolean
	/** Bytes of the largest answer so far: a slow reader is given the time it takes. */
	largestBytes(): number
}

export interface AnsweringParts {
	room: Room
	isOpen(): boolean
	send(frame: Uint8Array): void
	/** The device has been sent every stored update up to `sequence`. */
	onAnswered(sequence: number): void
}

const EMPTY_UPDATE = Uint8Array.of(0, 0)

export function createAnswering({ room, isOpen, send, onAnswered }: AnsweringParts): Answering {
	let next: Uint8Array | null = null
	let isAnswering = false
	let largestBytes = 0

	async function answer(): Promise<void> {
		isAnswering = true
		for (let question = next; question !== null && isOpen(); question = next) {
			next = null
			const { updates, sequence } = await room.readMissing(question)
			largestBytes = Math.max(
				largestBytes,
				updates.reduce((sum, { length }) => sum + length, 0)
			)
			// A stock client takes the first SyncStep2 for the whole: it comes last.
			const last = updates.pop() ?? EMPTY_UPDATE
			for (const update of updates) send(encodeUpdate(update))
			send(encodeStep2(last))
			onAnswered(sequence)
		}
		isAnswering = false
	}

	return {
		ask(stateVector) {
			if (!isStateVector(stateVector)) return 'malformed'
			next = stateVector
			if (!isAnswering) void answer()
			return 'asked'
		},
		isAnswering: () => isAnswering,
		largestBytes: () => largestBytes
	}
}

function isStateVector(bytes: Uint8Array): boolean {
	try {
		Y.decodeStateVector(bytes)
		return true
	} catch {
		// Truncated, or not a state vector at all.
		return false
	}
}
