/** Whether a person may speak in the role they name, and for which municipality. */
import { sql } from 'kysely'
import {
	isOrganisationRole,
	type ProgramPlace,
	rolesInOrganisations,
	spokenRole,
	type Standing
} from '#domain/access.ts'
import { isInvolved, type Ledger, type Member, type Speaker } from '#domain/ledger/ledger.ts'
import { hadPart } from '#domain/ledger/parts.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import type { Command } from '#domain/ledger/statement.ts'
import { findRole, isOfOrganisation } from '#domain/regulation/roles.ts'
import type { OwnConsentSaid, StaffVoice } from '#protocol/api/ledger.ts'
import type { OwnOrganisation } from '#protocol/api/program.ts'
import type { Registry } from '../../database/database.ts'
import { findOrganisation } from '../../people/organisations.ts'
import { findPerson } from '../../people/people.ts'
import { organisationOf } from '../../people/programs.ts'
import { readCurrentRegulation, readRegulation } from '../../people/regulations.ts'
import { standingOf } from '../../people/standing.ts'

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

/** As whom the organisation's own people speak of a programme of it, by the regulation it is under; who signs stays what that says. */
export async function organisationVoices(
	registry: Registry,
	{ assignments }: Pick<Standing, 'assignments'>,
	{ municipalityId, organisationId = null }: ProgramPlace,
	regulationId: string
): Promise<('curator' | 'head')[]> {
	if (organisationId === null) return []
	const roles = assignments
		.filter((own) => own.municipalityId === municipalityId && own.organisationId === organisationId)
		.flatMap(({ role }) => (isOrganisationRole(role) ? [spokenRole(role)] : []))
	if (roles.length === 0) return []
	const regulation = await readRegulation(registry, municipalityId, regulationId)
	const organisation = await findOrganisation(registry, organisationId)
	if (regulation === null || organisation === null) return []
	return roles.filter((role) => isOfOrganisation(regulation, role, organisation.kind))
}

/** Whose the person is, of one or of several, as their municipality's regulation of today has it; null: no organisation's. */
export async function describeOwnOrganisation(
	registry: Registry,
	standing: Pick<Standing, 'assignments'>
): Promise<OwnOrganisation | null> {
	const each = await Promise.all(
		rolesInOrganisations(standing).map(async ({ role, organisationId, municipalityId }) => {
			const organisation = await findOrganisation(registry, organisationId ?? '')
			if (organisation === null) return []
			const regulation = await readCurrentRegulation(registry, municipalityId)
			const said = findRole(regulation, spokenRole(role), organisation.kind)
			return { name: organisation.name, title: said?.of === 'organisation' ? said.title : null }
		})
	)
	const own = each.flat()
	if (own.length === 0) return null
	const [title = null, ...others] = new Set(own.map((one) => one.title))
	return {
		name: [...new Set(own.map((one) => one.name))].join(', '),
		title: others.length === 0 ? title : null
	}
}

/** What people have consented to about their own data: theirs to read and to take back for ever, wherever they said it (152-FZ, article 9). */

/** In the programme, whatever has become of it; as whom, where it is asked. */
export async function hasConsented(
	registry: Registry,
	programId: string,
	personId: string,
	role?: Member['role']
): Promise<boolean> {
	const own = selectOwnConsents(registry, personId).where('program_id', '=', programId)
	return (await (role === undefined ? own : own.where('role', '=', role)).executeTakeFirst()) !== undefined
}

/** As whom and when they last have, by programme: of those in which they never took part. */
export async function consentedApart(
	registry: Registry,
	personId: string
): Promise<ReadonlyMap<string, OwnConsentSaid>> {
	const taken = registry.query.selectFrom('memberships').select('program_id').where('person_id', '=', personId)
	const rows = await selectOwnConsents(registry, personId)
		.select(['role', 'on_day'])
		.where('program_id', 'not in', taken)
		.orderBy('sequence')
		.execute()
	return new Map(rows.map(({ program_id, role, on_day }) => [program_id, { role, on: on_day }]))
}

function selectOwnConsents({ query }: Registry, personId: string) {
	return (
		query
			.selectFrom('ledger_entries')
			.select('program_id')
			.where('person_id', '=', personId)
			// As the index `consent_entries` has it.
			.where(sql<boolean>`json_extract(statement, '$.type') = 'consent'`)
			.where(sql<boolean>`json_extract(statement, '$.kind') <> 'duties'`)
	)
}

/** As whom somebody is heard of a programme beside their own part in it, as `findSpeaker` hears them. */

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
