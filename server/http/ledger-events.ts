import { readLedger } from '../programs/ledger/ledger-log.ts'
import type { LedgerChange } from '../programs/ledger/start-ledgers.ts'
import { isAnsweredFor } from '../people/program-place.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { streamChanges } from './event-stream.ts'
import { isSamePlace, placeToOversee } from './serve/own-municipality.ts'
import { requireSession } from './serve/require-session.ts'

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
