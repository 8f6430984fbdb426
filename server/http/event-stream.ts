import { streamSSE } from 'hono/streaming'
import type { ApiContext } from './serve/answers.ts'
import type { ApiParts } from './serve/api-parts.ts'

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
export function streamChanges(
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
