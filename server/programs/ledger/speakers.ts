/**
 * Whether a person may speak in the role they name, and for which municipality. Also which roles staff have in a programme, and which
 * consents a person has given.
 */
import { sql } from 'kysely'
import {
	isStaffVoice,
	type StaffVoice,
	isOrganisationRole,
	type Owner,
	rolesInOrganisations,
	spokenRole,
	type Grants
} from '#domain/access.ts'
import { isInvolved, type Ledger, type Member, type Speaker, type StaffAppointment } from '#domain/ledger/ledger.ts'
import { wasMember } from '#domain/ledger/memberships.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import { missingSigners, staffObstacle } from '#domain/ledger/signing.ts'
import type { Command } from '#domain/ledger/statement.ts'
import { findRole, isOfOrganisation } from '#domain/regulation/roles.ts'
import type { OwnConsentSaid } from '#protocol/api/ledger.ts'
import type { OwnOrganisation } from '#protocol/api/program.ts'
import type { Registry } from '../../database/database.ts'
import { findOrganisation } from '../../people/organisations.ts'
import { findPerson, fullName } from '../../people/people.ts'
import { organisationOf } from '../../people/programs.ts'
import { readCurrentRegulation, readRegulation } from '../../people/regulations.ts'
import { readGrants } from '../../people/grants.ts'

export type FoundSpeaker = { municipalityId: string; speaker: Speaker } | { refusal: Refusal }

/**
 * Curator and head by their assignment; mentor and mentee by the bank, the ledger, or a consent they gave in it. The refusal does not
 * reveal a programme of another municipality or organisation. `home`: the programme's municipality; null: it has none yet.
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
	const municipalityIds = found === null ? [] : await municipalitiesOf(registry, personId, role, home, ledger, type)
	const municipalityId = home === null ? municipalityIds[0] : municipalityIds.find((id) => id === home)
	if (found === null || municipalityIds.length === 0) return { refusal: { reason: 'not-your-role' } }
	if (municipalityId === undefined) return { refusal: { reason: 'unknown-subject' } }
	return { municipalityId, speaker: { personId, name: found.person.name, role } }
}

/** Municipalities in which the person has the role. */
async function municipalitiesOf(
	registry: Registry,
	personId: string,
	role: Command['role'],
	home: string | null,
	ledger: Ledger,
	type: Command['statement']['type']
): Promise<string[]> {
	const { query } = registry
	if (isStaffVoice(role)) {
		const rows = await query
			.selectFrom('assignments')
			.select('municipality_id')
			.where('person_id', '=', personId)
			.where('role', '=', role)
			.execute()
		const isVoice =
			home !== null && !isAboutAccess(type) && (await isVoiceOfOrganisation(registry, personId, role, home, ledger))
		return [...rows.map(({ municipality_id }) => municipality_id), ...(isVoice ? [home] : [])]
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
			wasMember(ledger, personId, role) ||
			(await hasConsented(registry, ledger.programId, personId, role)))
	return [...rows.map(({ municipality_id }) => municipality_id), ...(isOfLedger ? [home] : [])]
}

/** Only the municipality shuts people out and lets them in again. */
function isAboutAccess(type: Command['statement']['type']): boolean {
	return type === 'suspend' || type === 'reinstate'
}

/** An organisation's own staff speaks only after a request; only the mentee and the municipality make requests. */
async function isVoiceOfOrganisation(
	registry: Registry,
	personId: string,
	role: StaffVoice,
	municipalityId: string,
	{ programId, request }: Ledger
): Promise<boolean> {
	if (request === null) return false
	const organisationId = await organisationOf(registry, programId, request.menteeIds)
	const grants = await readGrants(registry, personId)
	const voices = await organisationVoices(registry, grants, { municipalityId, organisationId }, request.regulationId)
	return voices.includes(role)
}

/**
 * The roles in which an organisation's staff may speak in its programme, by the programme's regulation. The regulation also says who
 * signs.
 */
export async function organisationVoices(
	registry: Registry,
	{ assignments }: Pick<Grants, 'assignments'>,
	{ municipalityId, organisationId = null }: Pick<Owner, 'municipalityId' | 'organisationId'>,
	regulationId: string
): Promise<StaffVoice[]> {
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

/** The organisations in which the person has a role, and the role's title in today's regulation; null: none. */
export async function describeOwnOrganisation(
	registry: Registry,
	grants: Pick<Grants, 'assignments'>
): Promise<OwnOrganisation | null> {
	const each = await Promise.all(
		rolesInOrganisations(grants).map(async ({ role, organisationId, municipalityId }) => {
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

/**
 * Whether the person has consented to something about their own data in the programme. They may always read and withdraw such a
 * consent, whatever has become of the programme (152-FZ, article 9). `role`: in this role only.
 */
export async function hasConsented(
	registry: Registry,
	programId: string,
	personId: string,
	role?: Member['role']
): Promise<boolean> {
	const own = selectOwnConsents(registry, personId).where('program_id', '=', programId)
	return (await (role === undefined ? own : own.where('role', '=', role)).executeTakeFirst()) !== undefined
}

/** Programmes in which the person consented and never took part: the role and the day of the newest consent. */
export async function listConsentsAsCandidate(
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

/** Who appointed the person to the staff role in which they speak, and when; null: not known, or they are no staff. */
export async function readAppointment(
	{ query }: Registry,
	municipalityId: string,
	{ personId, role }: Pick<Speaker, 'personId' | 'role'>
): Promise<StaffAppointment | null> {
	const rows = await query
		.selectFrom('assignments')
		.innerJoin('people', 'people.id', 'appointed_by')
		.select(['assignments.role', 'appointed_at', 'family_name', 'given_name', 'patronymic'])
		.where('person_id', '=', personId)
		.where('assignments.municipality_id', '=', municipalityId)
		.execute()
	// The municipality's role counts before the same one in an organisation.
	const own =
		rows.find((row) => row.role === role) ??
		rows.find((row) => isOrganisationRole(row.role) && spokenRole(row.role) === role)
	return own?.appointed_at == null ? null : { by: fullName(own), at: own.appointed_at }
}

/** Open decisions that wait for staff, where nobody in that office may sign (`staffObstacle`). */
export async function readUnsignable(
	registry: Registry,
	municipalityId: string,
	ledger: Ledger
): Promise<{ matterId: string; role: StaffVoice }[]> {
	const awaited = ledger.matters.flatMap((raised) => {
		const next = raised.outcome === 'open' ? missingSigners(ledger, raised).next : []
		return next.flatMap(({ role }) => (isStaffVoice(role) ? [{ raised, role }] : []))
	})
	if (awaited.length === 0) return []
	const rows = await registry.query
		.selectFrom('assignments')
		.select(['person_id', 'municipality_id', 'role', 'organisation_id'])
		.where('municipality_id', '=', municipalityId)
		.execute()
	const staff = rows.map(({ person_id, role, organisation_id }) => ({
		personId: person_id,
		assignment: { municipalityId, role, organisationId: organisation_id }
	}))
	const ofProgram = await voicesOfOrganisation(
		registry,
		staff.map(({ assignment }) => assignment),
		ledger
	)
	const speaksAs = ({ role, organisationId }: Grants['assignments'][number], asked: StaffVoice) =>
		isOrganisationRole(role)
			? spokenRole(role) === asked && organisationId === ofProgram.organisationId && ofProgram.voices.includes(asked)
			: role === asked
	return awaited.flatMap(({ raised, role }) => {
		const maySign = ({ personId, assignment }: (typeof staff)[number]) =>
			speaksAs(assignment, role) && staffObstacle(ledger, raised, { personId, role }) === null
		return staff.some(maySign) ? [] : { matterId: raised.id, role }
	})
}

function selectOwnConsents({ query }: Registry, personId: string) {
	return (
		query
			.selectFrom('ledger_entries')
			.select('program_id')
			.where('person_id', '=', personId)
			// The same condition as in the index `consent_entries`.
			.where(sql<boolean>`json_extract(statement, '$.type') = 'consent'`)
			.where(sql<boolean>`json_extract(statement, '$.kind') <> 'duties'`)
	)
}

/** By programme, the roles in which staff may speak, as `findSpeaker` decides. */
export async function readStaffVoices(
	registry: Registry,
	personId: string,
	ledgers: readonly Ledger[]
): Promise<Map<string, StaffVoice[]>> {
	const { assignments } = await readGrants(registry, personId)
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

/** `here`: the person's assignments in the programme's municipality. */
async function voicesAmong(registry: Registry, here: Grants['assignments'], ledger: Ledger): Promise<StaffVoice[]> {
	const own = here.flatMap(({ role }) => (isStaffVoice(role) ? [role] : []))
	const { voices } = await voicesOfOrganisation(registry, here, ledger)
	return [...new Set([...own, ...voices])]
}

/** `here`: assignments in the programme's municipality, of one person or of several. */
async function voicesOfOrganisation(
	registry: Registry,
	here: Grants['assignments'],
	{ programId, request }: Ledger
): Promise<{ organisationId: string | null; voices: StaffVoice[] }> {
	const [ofOrganisation] = here.filter(({ role }) => isOrganisationRole(role))
	if (ofOrganisation === undefined || request === null) return { organisationId: null, voices: [] }
	const organisationId = await organisationOf(registry, programId, request.menteeIds)
	const owner = { municipalityId: ofOrganisation.municipalityId, organisationId }
	return {
		organisationId,
		voices: await organisationVoices(registry, { assignments: here }, owner, request.regulationId)
	}
}
