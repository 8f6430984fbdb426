/** What stands on the papers of a programme beside its ledger: as it is now, to be kept with an entry that makes one for good. */
import { toldMenteeIds } from '#domain/ledger/appointments.ts'
import { joiningIds, lastingMenteeIds, menteesToKnow, type Ledger } from '#domain/ledger/ledger.ts'
import { formsFor } from '#domain/papers/fill.ts'
import type { PaperPerson, PaperSetting } from '#domain/papers/facts.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { organisationVoices } from './ledger/organisation-voice.ts'
import type { Registry } from '../database/database.ts'
import { organisationKindsOf } from '../people/organisations.ts'
import { readPaperTexts } from './paper-texts.ts'
import { organisationOf, sharedOrganisationOf } from '../people/program-place.ts'
import { standingOf } from '../people/standing.ts'

/** `besides`: whom it is to know though the ledger names them no more. */
export async function gatherSetting(
	registry: Registry,
	municipalityId: string,
	{ ledger, regulation, besides = [] }: { ledger: Ledger; regulation: Regulation; besides?: readonly string[] }
): Promise<PaperSetting> {
	const texts = await readPaperTexts(registry, municipalityId)
	const staff = [
		...(await readOrganisationStaff(registry, municipalityId, ledger)),
		...(await readStaff(registry, municipalityId))
	]
	// The curator and the head who have to do with this programme, before others of the municipality.
	const speakers = ledger.matters.flatMap(({ raisedBy, signatures }) => [raisedBy, ...signatures.map(({ by }) => by)])
	const [curatorId = null, headId = null] = (['curator', 'head'] as const).map(
		(role) =>
			speakers.findLast((by) => by.role === role && staff.some((one) => one.role === role && one.id === by.personId))
				?.personId ??
			staff.find((one) => one.role === role)?.id ??
			null
	)
	const named = [
		...ledger.members.map(({ personId }) => personId),
		...menteesToKnow(ledger),
		...(ledger.proposal?.mentorIds ?? []),
		...speakers.map(({ personId }) => personId),
		...besides,
		...[curatorId, headId].filter((id) => id !== null)
	]
	const { value: requisites } = texts.requisites
	const people = await readPeople(registry, [...new Set(named)])
	const organisationKinds = await organisationKindsOf(registry, toldMenteeIds(ledger))
	return {
		requisites,
		people,
		curatorId,
		headId,
		organisationKinds,
		ownForms: formsFor({ people, requisites, organisationKinds, regulation }, texts.ownForms.value),
		templates: Object.fromEntries(texts.templates.map(({ kind, text }) => [kind, text]))
	}
}

async function readStaff({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('assignments')
		.select(['person_id as id', 'role'])
		.where('municipality_id', '=', municipalityId)
		.where('role', 'in', ['curator', 'head'])
		.orderBy('person_id')
		.execute()
}

/** Those of the mentees' organisation who speak of the programme, by the regulation it is under (domain.md V2, R8). */
async function readOrganisationStaff(registry: Registry, municipalityId: string, ledger: Ledger) {
	const { request } = ledger
	const organisationId = await placeOf(registry, ledger)
	if (request === null || organisationId === null) return []
	const rows = await registry.query
		.selectFrom('assignments')
		.select('person_id as id')
		.distinct()
		.where('organisation_id', '=', organisationId)
		.orderBy('person_id')
		.execute()
	const staff = rows.map(async ({ id }) => {
		const standing = await standingOf(registry, id)
		const place = { municipalityId, organisationId }
		return (await organisationVoices(registry, standing, place, request.regulationId)).map((role) => ({ id, role }))
	})
	return (await Promise.all(staff)).flat()
}

/** By those whom the ledger has: the registry follows an entry only once what is kept with it has been gathered. */
async function placeOf(registry: Registry, ledger: Ledger): Promise<string | null> {
	const menteeIds = lastingMenteeIds(ledger)
	// Whoever is to join a group is told of none of its mentees.
	if (menteeIds.length === 0 && joiningIds(ledger).length > 0) return organisationOf(registry, ledger.programId)
	return sharedOrganisationOf(registry, menteeIds)
}

async function readPeople({ query }: Registry, ids: readonly string[]): Promise<PaperPerson[]> {
	if (ids.length === 0) return []
	const rows = await query
		.selectFrom('people')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'organisations.name as organisation'])
		.where('people.id', 'in', ids)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		familyName: row.family_name,
		givenName: row.given_name,
		patronymic: row.patronymic,
		post: row.post,
		organisation: row.organisation ?? ''
	}))
}
