import type { Api, ApiParts } from './api.ts'
import { streamChanges } from './event-stream.ts'
import { municipalityToOversee } from './own-municipality.ts'
import { requireSession } from './require-session.ts'

export function addLedgerEvents(api: Api, parts: ApiParts): void {
	const { registry, accounts, ledgers } = parts

	/** An event stream: when GET /api/ledgers would say something else, or what the person takes part in has changed. */
	api.get('/ledgers/events', requireSession(parts), async (context) => {
		const { headers } = context.req.raw
		const personId = context.get('personId')
		const overseen = await municipalityToOversee(registry, personId)
		return streamChanges(context, parts, {
			watch: (listener) =>
				ledgers.watch(({ municipalityId, concernedIds }) => {
					if (municipalityId === overseen || concernedIds.includes(personId)) listener()
				}),
			async mayGoOn() {
				const stillId = await accounts.findSession(headers)
				return stillId === personId && (await municipalityToOversee(registry, personId)) === overseen
			}
		})
	})
}
