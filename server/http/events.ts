import { streamSSE } from 'hono/streaming'
import { isAnsweredFor } from '../people/programs.ts'
import { readLedger } from '../programs/ledger/ledger-log.ts'
import type { LedgerChange } from '../programs/ledger/start-ledgers.ts'
import { type ApiContext, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { isSamePlace, placeToOversee, requireSession } from './serve/guards.ts'

/** Changes within so many ms are one event. */
const GATHER_MS = 150
/** A proxy closes what is silent for a minute; and the session is looked at again as often. */
const HEARTBEAT_MS = 20_000

export interface WatchedChanges {
	/** Calls the listener with every change, until the returned function is called. */
	watch(listener: () => void): () => void
	/** Whether the session and the right are still there. */
	mayGoOn(): Promise<boolean>
}

/**
 * Server-Sent Events: `changed` without data when something should be read again, `heartbeat` so that the line is not taken
 * for dead. It ends when the session or the right does; EventSource comes back by itself and is then refused.
 */
function streamChanges(
	context: ApiContext,
	{ stopping, log }: Pick<ApiParts, 'stopping' | 'log'>,
	{ watch, mayGoOn }: WatchedChanges
): Response {
	// A proxy that gathers answers before it passes them on would hold the events back.
	context.header('x-accel-buffering', 'no')
	return streamSSE(context, async (stream) => {
		let isGathering = false
		const unwatch = watch(() => {
			if (isGathering) return
			isGathering = true
			setTimeout(() => {
				isGathering = false
				void stream.writeSSE({ event: 'changed', data: '' })
			}, GATHER_MS)
		})
		const { promise: ended, resolve } = Promise.withResolvers<void>()
		const end = () => resolve()
		stream.onAbort(end)
		stopping.addEventListener('abort', end)
		if (stopping.aborted) end()
		const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS)
		await stream.writeSSE({ event: 'heartbeat', data: '' })
		await ended
		clearInterval(heartbeat)
		unwatch()
		stopping.removeEventListener('abort', end)

		async function beat(): Promise<void> {
			try {
				if (await mayGoOn()) await stream.writeSSE({ event: 'heartbeat', data: '' })
				else stream.abort()
			} catch (error) {
				// Whether it may go on is not known: EventSource comes back and is asked anew.
				log.error({ error }, 'Changes were not watched any more')
				stream.abort()
			}
		}
	})
}

export function addBoardEvents(api: Api, parts: ApiParts): void {
	const { registry, accounts, board, log } = parts

	/** An event stream: when the board should be read again. */
	api.get('/board/events', requireSession(parts), async (context) => {
		const { headers } = context.req.raw
		const place = await placeToOversee(registry, context.get('personId'))
		if (place === null) return refuse(context, 'unauthorized', { status: 403 })
		const { municipalityId } = place
		return streamChanges(context, parts, {
			watch: (listener) =>
				board.watch(municipalityId, (id) =>
					isAnsweredFor(registry, place, { id, municipalityId }).then(
						(isShown) => isShown && listener(),
						(error) => log.error({ error }, 'A change of the board was not told')
					)
				),
			async mayGoOn() {
				const personId = await accounts.findSession(headers)
				return personId !== null && isSamePlace(await placeToOversee(registry, personId), place)
			}
		})
	})
}

export function addLedgerEvents(api: Api, parts: ApiParts): void {
	const { registry, accounts, ledgers, log } = parts

	/** An event stream: when GET /api/ledgers would say something else, or what the person takes part in has changed. */
	api.get('/ledgers/events', requireSession(parts), async (context) => {
		const { headers } = context.req.raw
		const personId = context.get('personId')
		const place = await placeToOversee(registry, personId)

		async function concerns({ programId, municipalityId, concernedIds }: LedgerChange): Promise<boolean> {
			if (concernedIds.includes(personId)) return true
			if (place === null) return false
			// Also of one that was deleted just now.
			const { ledger } = await readLedger(registry, programId)
			return isAnsweredFor(registry, place, {
				id: programId,
				municipalityId,
				requestedIds: ledger.request?.menteeIds ?? []
			})
		}

		return streamChanges(context, parts, {
			watch: (listener) =>
				ledgers.watch((change) =>
					concerns(change).then(
						(isTold) => isTold && listener(),
						(error) => log.error({ error }, 'A change of a ledger was not told')
					)
				),
			async mayGoOn() {
				const stillId = await accounts.findSession(headers)
				return stillId === personId && isSamePlace(await placeToOversee(registry, personId), place)
			}
		})
	})
}
