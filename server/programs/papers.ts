/** What stands on the papers of a programme beside its ledger: as it is now, to be kept with an entry that makes one for good. */
import type { Compilable } from 'kysely'
import { type BareFacts, playTold, toldMenteeIds } from '#domain/ledger/appointments.ts'
import type { EntryReader } from '#domain/ledger/chronicle.ts'
import {
	currentMembers,
	type Entry,
	joiningIds,
	lastingMenteeIds,
	type Ledger,
	menteesToKnow
} from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import { type PaperFacts, type PaperPerson, type PaperSetting, signedConsents } from '#domain/papers/facts.ts'
import { formsFor } from '#domain/papers/fill.ts'
import { papersMadeBy } from '#domain/papers/moment.ts'
import { shippedTemplates } from '#domain/papers/shipped-templates.ts'
import { consentSigner, type MinorFields } from '#domain/people/bank-entry.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Registry } from '../database/database.ts'
import { readMentees, readMentors } from '../people/bank.ts'
import { organisationKindsOf } from '../people/organisations.ts'
import { organisationOf, sharedOrganisationOf } from '../people/programs.ts'
import { standingOf } from '../people/standing.ts'
import { organisationVoices } from './ledger/speakers.ts'
import { readPaperTexts } from './paper-texts.ts'

/** `besides`: whom it is to know though the ledger names them no more. */
async function gatherSetting(
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

/** What the papers of a programme are filled from, cut to what the reader may see. */
export async function gatherPaperFacts(
	registry: Registry,
	{ personId, isStaff, until }: EntryReader,
	given: {
		municipalityId: string
		programId: string
		/** Those the reader may read, oldest first. */
		entries: readonly Entry[]
		/** Of a group the reader is to join, or of what they never took part in. */
		bare: BareFacts | null
		regulation: Regulation
		today: string
		timeZone: string
	}
): Promise<Omit<PaperFacts, 'origin'>> {
	const { municipalityId, programId, entries, bare, regulation, today, timeZone } = given
	const played = reachDay(playTold(programId, entries, bare), today)
	const isTheirs = (of: { personId: string }) => isStaff || of.personId === personId
	const ledger: Ledger = { ...played, consents: played.consents.filter(isTheirs) }
	const consents = signedConsents(entries, played).filter(isTheirs)
	const signedBy = consents.map(({ personId }) => personId)
	const menteeIds = menteesToKnow(ledger).filter((id) => isTheirs({ personId: id }))
	const mentorIds = [
		...currentMembers(ledger, 'mentor').map(({ personId }) => personId),
		...(ledger.proposal?.mentorIds ?? [])
	].filter((id) => isTheirs({ personId: id }))
	const setting = await gatherSetting(registry, municipalityId, { ledger, regulation, besides: signedBy })
	const known = until === null ? null : new Set(setting.people.map(({ id }) => id))
	const kept = (await readKeptSettings(registry, programId, entries)).map(
		([id, then]) => [id, known === null ? then : cutSetting(then, known, regulation)] as const
	)
	return {
		...setting,
		settings: Object.fromEntries(kept),
		today,
		timeZone,
		regulation,
		ledger,
		entries: entries.filter(({ statement }) => !/^(withdraw-)?consent$/.test(statement.type)),
		consents,
		representatives: await readRepresentatives(registry, municipalityId, { mentorIds, menteeIds }, regulation, today),
		reader: { personId, isStaff }
	}
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

/** What stood on a paper when it was made for good, beside the entry that made it. */

/** For `commitTogether`, after the entry; nothing where it makes no paper. */
export async function keepSetting(
	registry: Registry,
	municipalityId: string,
	regulation: Regulation,
	before: Ledger,
	after: Ledger,
	entry: Entry
): Promise<Compilable[]> {
	const kinds = papersMadeBy(before, after, entry)
	if (kinds.length === 0) return []
	const setting = await gatherSetting(registry, municipalityId, { ledger: after, regulation })
	// To the letter, also where the shipped text holds: another version may ship another.
	const templates = Object.fromEntries(kinds.map((kind) => [kind, setting.templates[kind] ?? shippedTemplates[kind]]))
	return [
		registry.query.insertInto('paper_settings').values({
			program_id: entry.programId,
			sequence: entry.sequence,
			setting: JSON.stringify({ ...setting, templates } satisfies PaperSetting)
		})
	]
}

/** With the id of the entry, of those of one programme that made a paper. */
async function readKeptSettings(
	{ query }: Registry,
	programId: string,
	entries: readonly Entry[]
): Promise<[entryId: string, setting: PaperSetting][]> {
	const rows = await query
		.selectFrom('paper_settings')
		.select(['sequence', 'setting'])
		.where('program_id', '=', programId)
		.execute()
	const kept = new Map(rows.map(({ sequence, setting }) => [sequence, JSON.parse(setting) as PaperSetting]))
	return entries.flatMap(({ id, sequence }) => {
		const setting = kept.get(sequence)
		return setting === undefined ? [] : [[id, setting]]
	})
}

/** It names everybody of that day: whose part was over, or still to begin, is told of those they know, and of the staff of then. */
function cutSetting(setting: PaperSetting, knownIds: ReadonlySet<string>, regulation: Regulation): PaperSetting {
	const { curatorId, headId } = setting
	const people = setting.people.filter(({ id }) => knownIds.has(id) || id === curatorId || id === headId)
	return { ...setting, people, ownForms: formsFor({ ...setting, people, regulation }, setting.ownForms) }
}
