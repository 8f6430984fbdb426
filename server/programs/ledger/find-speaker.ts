/** Whether a person may speak in the role they name, and for which municipality. */
import type { Refusal } from '#domain/ledger/refusal.ts'
import { hadPart } from '#domain/ledger/parts.ts'
import { isInvolved, type Ledger, type Speaker } from '#domain/ledger/ledger.ts'
import type { Command } from '#domain/ledger/statement.ts'
import type { Registry } from '../../database/database.ts'
import { findPerson } from '../../people/people.ts'
import { organisationOf } from '../../people/program-place.ts'
import { standingOf } from '../../people/standing.ts'
import { organisationVoices } from './organisation-voice.ts'
import { hasConsented } from './own-consents.ts'

export type FoundSpeaker = { municipalityId: string; speaker: Speaker } | { refusal: Refusal }

/**
 * Curator and head by their assignment, mentor and mentee by the bank, the ledger itself or what they consented to in it. Of a programme in another
 * municipality or organisation nobody learns that it is there. `home`: the programme's municipality; null: it is none yet.
 */
export async function findSpeaker(
	registry: Registry,
	personId: string,
	role: Command['role'],
	home: string | null,
	ledger: Ledger,
	type: Command['statement']['type']
): Promise<FoundSpeaker> {
	const found = await findPerson(registry, personId)
	const places = found === null ? [] : await placesOf(registry, personId, role, home, ledger, type)
	const municipalityId = home === null ? places[0] : places.find((place) => place === home)
	if (found === null || places.length === 0) return { refusal: { reason: 'not-your-role' } }
	if (municipalityId === undefined) return { refusal: { reason: 'unknown-subject' } }
	return { municipalityId, speaker: { personId, name: found.person.name, role } }
}

/** Municipalities in which the person has the role. */
async function placesOf(
	registry: Registry,
	personId: string,
	role: Command['role'],
	home: string | null,
	ledger: Ledger,
	type: Command['statement']['type']
): Promise<string[]> {
	const { query } = registry
	if (role === 'curator' || role === 'head') {
		const rows = await query
			.selectFrom('assignments')
			.select('municipality_id')
			.where('person_id', '=', personId)
			.where('role', '=', role)
			.execute()
		const isHeard =
			home !== null && !isAboutAccess(type) && (await isVoiceOfOrganisation(registry, personId, role, home, ledger))
		return [...rows.map(({ municipality_id }) => municipality_id), ...(isHeard ? [home] : [])]
	}
	const rows = await query
		.selectFrom('bank')
		.select('municipality_id')
		.where('person_id', '=', personId)
		.where('role', '=', role)
		.execute()
	const isOfLedger =
		home !== null &&
		(isInvolved(ledger, personId, role) ||
			hadPart(ledger, personId, role) ||
			(await hasConsented(registry, ledger.programId, personId, role)))
	return [...rows.map(({ municipality_id }) => municipality_id), ...(isOfLedger ? [home] : [])]
}

/** Whom to shut out, and whom to let in again, is the municipality's. */
function isAboutAccess(type: Command['statement']['type']): boolean {
	return type === 'suspend' || type === 'reinstate'
}

/** An organisation's own people speak of what was asked for; asking is the mentee's and the municipality's. */
async function isVoiceOfOrganisation(
	registry: Registry,
	personId: string,
	role: 'curator' | 'head',
	municipalityId: string,
	{ programId, request }: Ledger
): Promise<boolean> {
	if (request === null) return false
	const organisationId = await organisationOf(registry, programId, request.menteeIds)
	const standing = await standingOf(registry, personId)
	const voices = await organisationVoices(registry, standing, { municipalityId, organisationId }, request.regulationId)
	return voices.includes(role)
}
