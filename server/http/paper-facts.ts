import { dateIn } from '#domain/calendar.ts'
import type { PaperReading } from '#protocol/api/regulations.ts'
import { gatherPaperFacts } from '../programs/gather-paper-facts.ts'
import { findMunicipality } from '../people/municipalities.ts'
import { readRegulation } from '../people/regulations.ts'
import { refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { openLedger, readToldEntries } from './open-ledger.ts'
import { requireSession } from './serve/require-session.ts'

/** 404 for everybody whom the programme's ledger does not concern. */
export function addPaperFacts(api: Api, parts: ApiParts): void {
	const { registry, now } = parts

	api.get('/programs/:programId/paper-facts', requireSession(parts), async (context) => {
		const personId = context.get('personId')
		const programId = context.req.param('programId')
		const opened = await openLedger(registry, programId, personId)
		if (opened === null) return refuse(context, 'not_found')
		const { municipalityId, regulationId, reader, bare } = opened
		const municipality = await findMunicipality(registry, municipalityId)
		const regulation = await readRegulation(registry, municipalityId, regulationId)
		if (municipality === null || regulation === null) return refuse(context, 'not_found')
		const entries = await readToldEntries(registry, programId, reader)
		const facts = await gatherPaperFacts(registry, reader, {
			municipalityId,
			programId,
			entries,
			bare,
			regulation,
			today: dateIn(municipality.timeZone, now()),
			timeZone: municipality.timeZone
		})
		return context.json<PaperReading>(facts)
	})
}
