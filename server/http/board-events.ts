import { refuse } from './answers.ts'
import type { Api, ApiParts } from './api.ts'
import { streamChanges } from './event-stream.ts'
import { municipalityToOversee } from './own-municipality.ts'
import { requireSession } from './require-session.ts'

export function addBoardEvents(api: Api, parts: ApiParts): void {
	const { registry, accounts, board } = parts

	/** An event stream: when the board should be read again. */
	api.get('/board/events', requireSession(parts), async (context) => {
		const { headers } = context.req.raw
		const municipalityId = await municipalityToOversee(registry, context.get('personId'))
		if (municipalityId === null) return refuse(context, 'unauthorized', { status: 403 })
		return streamChanges(context, parts, {
			watch: (listener) => board.watch(municipalityId, listener),
			async mayGoOn() {
				const personId = await accounts.findSession(headers)
				return personId !== null && (await municipalityToOversee(registry, personId)) === municipalityId
			}
		})
	})
}
