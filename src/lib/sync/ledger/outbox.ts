/**
 * Brings to the server what a person has stated on this device, in the order they said it. A command is sent until it has an
 * answer: the server knows its id and hears it once. One tab, or the service worker, sends at a time.
 */
import { nanoid } from 'nanoid'
import type { Command } from '#domain/ledger/statement.ts'
import { postCommands } from '../api-ledger.ts'
import { requestBackgroundSending } from './background-request.ts'
import { readWaiting, storeCommand, takeAnswers, type SeenNames } from './ledger-store.ts'

export type NewCommand = Pick<Command, 'programId' | 'role' | 'statement'>

/**
 * Resolves with its id once it is on this device's disk; rejects where it cannot be kept, and then it was not said. `seen` stays on the
 * device: it is not sent.
 */
export async function putInOutbox(personId: string, said: NewCommand, seen?: SeenNames): Promise<string> {
	const command: Command = { ...said, id: nanoid(), saidAt: new Date().toISOString() }
	await storeCommand(personId, command, seen)
	void requestBackgroundSending()
	return command.id
}

export type Sending =
	/** Nothing waits any more. */
	{ outcome: 'sent' } | { outcome: 'offline' | 'not-theirs' | 'later'; afterSeconds: number | null }

/**
 * Sends all that waits. Settles within half a minute or so of the last answer; rejects when the device cannot be read. Once `signal` is
 * aborted nothing more is sent. `line` tells for each round trip what it goes over: once that is aborted, its answer is not waited for.
 */
export function sendOutbox(personId: string, signal?: AbortSignal, line?: () => AbortSignal): Promise<Sending> {
	const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
	// Without locks (plain http, old browsers) two tabs may send the same: the server hears it once.
	if (locks === undefined) return sendAll(personId, signal, line)
	return locks.request(`tandem-outbox:${personId}`, () => sendAll(personId, signal, line))
}

/** Of one round trip: the server takes no more of either. */
const MOST_COMMANDS = 50
const MOST_BYTES = 200 * 1024

async function sendAll(personId: string, signal?: AbortSignal, line?: () => AbortSignal): Promise<Sending> {
	/** Programmes in which something has no answer: what waits in others goes past it. */
	const stuckProgramIds = new Set<string>()
	for (;;) {
		const waiting = await readWaiting(personId)
		const batch = firstBatch(waiting.filter(({ programId }) => !stuckProgramIds.has(programId)))
		if (batch.length === 0) {
			return stuckProgramIds.size === 0 ? { outcome: 'sent' } : { outcome: 'later', afterSeconds: null }
		}
		if (signal?.aborted === true) return { outcome: 'later', afterSeconds: null }
		const sent = await postCommands(personId, batch, line?.())
		if (sent.outcome !== 'answered') return { afterSeconds: null, ...sent }
		const answered = sent.answers.filter(({ id }) => batch.some((command) => command.id === id))
		await takeAnswers(personId, answered)
		const answeredIds = new Set(answered.map(({ id }) => id))
		for (const { id, programId } of batch) if (!answeredIds.has(id)) stuckProgramIds.add(programId)
	}
}

function firstBatch(waiting: readonly Command[]): Command[] {
	const batch: Command[] = []
	let bytes = 0
	for (const command of waiting.slice(0, MOST_COMMANDS)) {
		bytes += new TextEncoder().encode(JSON.stringify(command)).length
		if (batch.length > 0 && bytes > MOST_BYTES) break
		batch.push(command)
	}
	return batch
}
