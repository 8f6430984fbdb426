import { isAnsweredFor } from '../people/program-place.ts'
import { refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { streamChanges } from './event-stream.ts'
import { isSamePlace, placeToOversee } from './serve/own-municipality.ts'
import { requireSession } from './serve/require-session.ts'

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
