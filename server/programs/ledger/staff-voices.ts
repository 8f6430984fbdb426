/** As whom somebody is heard of a programme beside their own part in it, as `findSpeaker` hears them. */
import { isOrganisationRole, type Standing } from '#domain/access.ts'
import type { Ledger } from '#domain/ledger/ledger.ts'
import type { StaffVoice } from '#protocol/api/ledger.ts'
import type { Registry } from '../../database/database.ts'
import { organisationOf } from '../../people/program-place.ts'
import { standingOf } from '../../people/standing.ts'
import { organisationVoices } from './organisation-voice.ts'

/** By programme. */
export async function readStaffVoices(
	registry: Registry,
	personId: string,
	ledgers: readonly Ledger[]
): Promise<Map<string, StaffVoice[]>> {
	const { assignments } = await standingOf(registry, personId)
	if (ledgers.length === 0 || assignments.length === 0) return new Map()
	const rows = await registry.query
		.selectFrom('ledgers')
		.select(['program_id', 'municipality_id'])
		.where(
			'program_id',
			'in',
			ledgers.map(({ programId }) => programId)
		)
		.execute()
	const municipalityIds = new Map(rows.map(({ program_id, municipality_id }) => [program_id, municipality_id]))
	const voices = new Map<string, StaffVoice[]>()
	for (const ledger of ledgers) {
		const here = assignments.filter((own) => own.municipalityId === municipalityIds.get(ledger.programId))
		voices.set(ledger.programId, await voicesAmong(registry, here, ledger))
	}
	return voices
}

/** `here`: what the person is in the programme's municipality. */
async function voicesAmong(
	registry: Registry,
	here: Standing['assignments'],
	{ programId, request }: Ledger
): Promise<StaffVoice[]> {
	const own = here.flatMap(({ role }) => (role === 'curator' || role === 'head' ? [role] : []))
	const [ofOrganisation] = here.filter(({ role }) => isOrganisationRole(role))
	if (ofOrganisation === undefined || request === null) return own
	const organisationId = await organisationOf(registry, programId, request.menteeIds)
	const place = { municipalityId: ofOrganisation.municipalityId, organisationId }
	const heard = await organisationVoices(registry, { assignments: here }, place, request.regulationId)
	return [...new Set([...own, ...heard])]
}
