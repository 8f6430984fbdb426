/** Event streams that say which rows of the board, or when the ledgers, are to be read again. */
import { streamSSE } from 'hono/streaming'
import { MOST_CHANGED } from '#protocol/api/program.ts'
import { isAnsweredFor } from '../people/programs.ts'
import { readLedger } from '../programs/ledger/ledger-log.ts'
import type { LedgerChange } from '../programs/ledger/start-ledgers.ts'
import type { ApiContext, ApiOptions } from './serve/answers.ts'
import type { Serve } from './serve/endpoint.ts'
import { isSameScope, readingCosts, scopeToOversee, overseersOfAny } from './serve/guards.ts'

/** Changes within this time, in ms, become one event. */
const GATHER_MS = 150
/** Events are at least so far apart. The board of a town changes all the time. */
const REST_MS = { board: 1500, ledgers: 0 }
/** A proxy closes a connection that is silent for a minute. Each heartbeat also checks the session and the right. */
const HEARTBEAT_MS = 20_000

export interface WatchedChanges {
	/** Calls the listener with every change, until the returned function is called. `id`: what has changed, if the event names it. */
	watch(listener: (id?: string) => void): () => void
	/** Between two events, in ms. */
	restMs: number
	/** Whether the session and the right still exist. */
	mayGoOn(): Promise<boolean>
}

/**
 * Server-Sent Events: `changed` when the client should read again, with the ids of what has changed, separated by commas, or without data;
 * `heartbeat` so that the connection does not look dead. The stream ends when the session or the right ends. EventSource then reconnects by
 * itself and is refused.
 */
function streamChanges(
	context: ApiContext,
	{ stopping, log }: Pick<ApiOptions, 'stopping' | 'log'>,
	{ watch, restMs, mayGoOn }: WatchedChanges
): Response {
	// Otherwise a proxy that buffers answers would hold the events back.
	context.header('x-accel-buffering', 'no')
	return streamSSE(context, async (stream) => {
		let isGathering = false
		let nextAt = 0
		const changed = new Set<string>()
		const unwatch = watch((id) => {
			if (id !== undefined) changed.add(id)
			if (isGathering) return
			isGathering = true
			setTimeout(
				() => {
					isGathering = false
					nextAt = performance.now() + restMs
					void stream.writeSSE({ event: 'changed', data: changed.size > MOST_CHANGED ? '' : [...changed].join() })
					changed.clear()
				},
				Math.max(GATHER_MS, nextAt - performance.now())
			)
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
				// Whether the stream may go on is unknown: EventSource reconnects, and the right is checked again.
				log.error({ error }, 'Changes were not watched any more')
				stream.abort()
			}
		}
	})
}

export function addBoardEvents(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, board, log } = options

	/** An event stream: says which rows of the board to read again. */
	serve('GET /api/board/events', { cost: readingCosts.small, may: overseersOfAny }, ({ context, scope }) => {
		const { headers } = context.req.raw
		const { municipalityId } = scope
		return streamChanges(context, options, {
			restMs: REST_MS.board,
			watch: (listener) =>
				board.watch(municipalityId, (id) =>
					isAnsweredFor(registry, scope, { id, municipalityId }).then(
						(isShown) => isShown && listener(id),
						(error) => log.error({ error }, 'A change of the board could not be sent')
					)
				),
			async mayGoOn() {
				const personId = await accounts.findSession(headers)
				return personId !== null && isSameScope(await scopeToOversee(registry, personId), scope)
			}
		})
	})
}

export function addLedgerEvents(serve: Serve, options: ApiOptions): void {
	const { registry, accounts, ledgers, log } = options

	/** An event stream: says when GET /api/ledgers would answer differently, or a programme of the person has changed. */
	serve('GET /api/ledgers/events', { cost: readingCosts.small }, async ({ context, askerId: personId }) => {
		const { headers } = context.req.raw
		const scope = await scopeToOversee(registry, personId)

		async function concerns({ programId, municipalityId, concernedIds }: LedgerChange): Promise<boolean> {
			if (concernedIds.includes(personId)) return true
			if (scope === null) return false
			// Also for a ledger whose programme was deleted just now.
			const { ledger } = await readLedger(registry, programId)
			return isAnsweredFor(registry, scope, {
				id: programId,
				municipalityId,
				requestedIds: ledger.request?.menteeIds ?? []
			})
		}

		return streamChanges(context, options, {
			restMs: REST_MS.ledgers,
			watch: (listener) =>
				ledgers.watch((change) =>
					concerns(change).then(
						(isConcerned) => isConcerned && listener(),
						(error) => log.error({ error }, 'A change of a ledger could not be sent')
					)
				),
			async mayGoOn() {
				const stillId = await accounts.findSession(headers)
				return stillId === personId && isSameScope(await scopeToOversee(registry, personId), scope)
			}
		})
	})
}
