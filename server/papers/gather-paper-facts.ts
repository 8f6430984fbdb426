/** What the papers of a programme are filled from, cut to what the reader may see. */
import { consentSigner } from '#domain/bank/consent-signer.ts'
import type { MinorFields } from '#domain/bank/minor-fields.ts'
import { playTold, type BareFacts } from '#domain/ledger/joining.ts'
import { currentMembers, menteeIdsOf, menteesToKnow, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import { formsFor } from '#domain/papers/declinable.ts'
import type { OwnForms } from '#domain/papers/declension/own-forms.ts'
import type { PaperFacts, PaperPerson, Requisites } from '#domain/papers/facts.ts'
import { signedConsents } from '#domain/papers/signed-consents.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { institutionVoices } from '../ledger/institution-voice.ts'
import { readMentees, readMentors } from '../registry/bank.ts'
import type { Registry } from '../registry/database.ts'
import { organisationKindsOf } from '../registry/organisations.ts'
import { organisationOf } from '../registry/program-place.ts'
import { standingOf } from '../registry/standing.ts'

export async function gatherPaperFacts(
	registry: Registry,
	reader: PaperFacts['reader'],
	given: {
		municipalityId: string
		programId: string
		/** Those the reader may read, oldest first. */
		entries: readonly Entry[]
		/** Of a group the reader is to join. */
		bare: BareFacts | null
		regulation: Regulation
		requisites: Requisites
		/** Of the municipality. */
		ownForms: readonly OwnForms[]
		today: string
		timeZone: string
	}
): Promise<Omit<PaperFacts, 'origin'>> {
	const { municipalityId, programId, entries, bare, regulation, requisites, ownForms, today, timeZone } = given
	const played = reachDay(playTold(programId, entries, bare), today)
	const isTheirs = ({ personId }: { personId: string }) => reader.isStaff || personId === reader.personId
	const ledger: Ledger = { ...played, consents: played.consents.filter(isTheirs) }
	const staff = [
		...(await readInstitutionStaff(registry, municipalityId, ledger)),
		...(await readStaff(registry, municipalityId))
	]
	// The curator and the head who have to do with this programme, before others of the municipality.
	const speakers = ledger.matters.flatMap(({ raisedBy, signatures }) => [raisedBy, ...signatures.map(({ by }) => by)])
	const [curatorId, headId] = (['curator', 'head'] as const).map(
		(role) =>
			speakers.findLast((by) => by.role === role && staff.some((one) => one.role === role && one.id === by.personId))
				?.personId ??
			staff.find((one) => one.role === role)?.id ??
			null
	)
	const consents = signedConsents(entries, played).filter(isTheirs)
	const named = [
		...ledger.members.map(({ personId }) => personId),
		...menteesToKnow(ledger),
		...(ledger.proposal?.mentorIds ?? []),
		...speakers.map(({ personId }) => personId),
		...consents.map(({ personId }) => personId),
		...[curatorId, headId].filter((id) => typeof id === 'string')
	]
	const menteeIds = menteesToKnow(ledger).filter((personId) => isTheirs({ personId }))
	const mentorIds = [
		...currentMembers(ledger, 'mentor').map(({ personId }) => personId),
		...(ledger.proposal?.mentorIds ?? [])
	].filter((personId) => isTheirs({ personId }))
	const facts = {
		today,
		timeZone,
		requisites,
		regulation,
		organisationKinds: await organisationKindsOf(registry, menteeIdsOf(played)),
		ledger,
		people: await readPeople(registry, [...new Set(named)]),
		curatorId: curatorId ?? null,
		headId: headId ?? null,
		entries: entries.filter(({ statement }) => !/^(withdraw-)?consent$/.test(statement.type)),
		consents,
		representatives: await readRepresentatives(registry, municipalityId, { mentorIds, menteeIds }, regulation, today),
		reader,
		ownForms: []
	}
	return { ...facts, ownForms: formsFor(facts, ownForms) }
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

/** Those of the mentees' institution who speak of the programme, by the regulation it is under (domain.md V2, R8). */
async function readInstitutionStaff(registry: Registry, municipalityId: string, { programId, request }: Ledger) {
	const organisationId = request === null ? null : await organisationOf(registry, programId, request.menteeIds)
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
		return (await institutionVoices(registry, standing, place, request.regulationId)).map((role) => ({ id, role }))
	})
	return (await Promise.all(staff)).flat()
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

/** Of those who are under 18 today, where the regulation has minors (domain.md R11). */
async function readRepresentatives(
	registry: Registry,
	municipalityId: string,
	{ mentorIds, menteeIds }: { mentorIds: readonly string[]; menteeIds: readonly string[] },
	regulation: Regulation,
	today: string
): Promise<Record<string, string>> {
	const of = (by: 'mentor' | 'mentee', entries: ReadonlyMap<string, MinorFields | null>) =>
		[...entries].flatMap(([personId, entry]) => {
			const signer = consentSigner(regulation, { by, bornOn: entry?.bornOn ?? null }, today)
			return signer === 'representative' && entry?.representative != null ? [[personId, entry.representative.name]] : []
		})
	return Object.fromEntries([
		...of('mentor', await readMentors(registry, municipalityId, mentorIds)),
		...of('mentee', await readMentees(registry, municipalityId, menteeIds))
	])
}
