import { streamSSE } from 'hono/streaming'
import { refuse } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { municipalityToOversee } from './own-municipality.ts'
import { requireSession } from './require-session.ts'

/** Changes within so many ms are one event. */
const GATHER_MS = 150
/** A proxy closes what is silent for a minute; and the session is looked at again as often. */
const HEARTBEAT_MS = 20_000

/**
 * Server-Sent Events: `changed` without data when the board should be read again, `heartbeat` so that
 * the line is not taken for dead. It ends when the session or the right does; EventSource comes back
 * by itself and is then refused.
 */
export function addBoardEvents(api: Api, parts: ApiParts): void {
	const { registry, accounts, board, stopping, log } = parts
	api.get('/board/events', requireSession(parts), async (context) => {
		const { headers } = context.req.raw
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })

		async function mayGoOn(): Promise<boolean> {
			const personId = await accounts.findSession(headers)
			return personId !== null && (await municipalityToOversee(registry, personId)) === municipalityId
		}

		// A proxy that gathers answers before it passes them on would hold the events back.
		context.header('x-accel-buffering', 'no')
		return streamSSE(context, async (stream) => {
			let isGathering = false
			const unwatch = board.watch(municipalityId, () => {
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
					log.error({ error }, 'A board was not watched any more')
					stream.abort()
				}
			}
		})
	})
}
