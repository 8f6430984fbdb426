/**
 * What the papers of a programme contain besides its ledger. An entry that makes a paper for good keeps it as it is then
 * (`keepSetting`).
 */
import type { Compilable } from 'kysely'
import { type BareFacts, replayVisible, visibleMenteeIds } from '#domain/ledger/visible-ledger.ts'
import type { EntryReader } from '#domain/ledger/chronicle.ts'
import {
	currentMentorIds,
	type Entry,
	joiningIds,
	lastingMenteeIds,
	type Ledger,
	menteesToKnow
} from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/apply-decision.ts'
import { type PaperFacts, type PaperPerson, type PaperSetting, signedConsents } from '#domain/papers/facts.ts'
import { formsFor } from '#domain/papers/fill.ts'
import { PROGRAM_PAPER } from '#domain/papers/kinds.ts'
import { papersMadeBy } from '#domain/papers/moment.ts'
import { shippedTemplates } from '#domain/papers/shipped-templates.ts'
import { ERASED_NAME } from '#domain/people/erasure.ts'
import { consentSigner, type MinorFields } from '#domain/people/bank-entry.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { Registry } from '../database/database.ts'
import { readMentees, readMentors } from '../people/bank.ts'
import { listErasedIds } from '../people/erasures.ts'
import { organisationKindsOf } from '../people/organisations.ts'
import { organisationOf, sharedOrganisationOf } from '../people/programs.ts'
import { readGrants } from '../people/grants.ts'
import { organisationVoices } from './ledger/speakers.ts'
import { readPaperTexts } from './paper-texts.ts'

/** `besides`: people to include whom the ledger does not name. */
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
	// The curator and the head who spoke in this programme come before others of the municipality.
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
	const organisationKinds = await organisationKindsOf(registry, visibleMenteeIds(ledger))
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

/** Staff of the mentees' organisation who may speak in the programme, by its regulation (domain.md V2, R8). */
async function readOrganisationStaff(registry: Registry, municipalityId: string, ledger: Ledger) {
	const { request } = ledger
	const organisationId = await organisationOfMentees(registry, ledger)
	if (request === null || organisationId === null) return []
	const rows = await registry.query
		.selectFrom('assignments')
		.select('person_id as id')
		.distinct()
		.where('organisation_id', '=', organisationId)
		.orderBy('person_id')
		.execute()
	const staff = rows.map(async ({ id }) => {
		const grants = await readGrants(registry, id)
		const owner = { municipalityId, organisationId }
		return (await organisationVoices(registry, grants, owner, request.regulationId)).map((role) => ({ id, role }))
	})
	return (await Promise.all(staff)).flat()
}

/** Reads the mentees from the ledger: the registry follows an entry only after `keepSetting` has run. */
async function organisationOfMentees(registry: Registry, ledger: Ledger): Promise<string | null> {
	const menteeIds = lastingMenteeIds(ledger)
	// A reader who is to join a group sees none of its mentees.
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

/** The facts that fill a programme's papers, limited to what the reader may see. */
export async function gatherPaperFacts(
	registry: Registry,
	{ personId, isStaff, until }: EntryReader,
	given: {
		municipalityId: string
		programId: string
		/** Those the reader may read, oldest first. */
		entries: readonly Entry[]
		/** Of a group the reader is to join, or of a programme they never took part in. */
		bare: BareFacts | null
		regulation: Regulation
		today: string
		timeZone: string
	}
): Promise<Omit<PaperFacts, 'origin'>> {
	const { municipalityId, programId, entries, bare, regulation, today, timeZone } = given
	const replayed = reachDay(replayVisible(programId, entries, bare), today)
	const isTheirs = (of: { personId: string }) => isStaff || of.personId === personId
	const ledger: Ledger = { ...replayed, consents: replayed.consents.filter(isTheirs) }
	const consents = signedConsents(entries, replayed).filter(isTheirs)
	const signedBy = consents.map(({ personId }) => personId)
	const menteeIds = menteesToKnow(ledger).filter((id) => isTheirs({ personId: id }))
	const mentorIds = [...currentMentorIds(ledger), ...(ledger.proposal?.mentorIds ?? [])].filter((id) =>
		isTheirs({ personId: id })
	)
	const setting = await gatherSetting(registry, municipalityId, { ledger, regulation, besides: signedBy })
	const known = until === null ? null : new Set(setting.people.map(({ id }) => id))
	// Staff keeps the papers of those who were erased.
	const erasedIds = isStaff ? new Set<string>() : await listErasedIds(registry)
	const kept = (await readKeptSettings(registry, programId, entries)).map(([id, then]) => {
		const shown = hidePeople(then, erasedIds, regulation)
		return [id, known === null ? shown : cutSetting(shown, known, regulation)] as const
	})
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

/** Of mentors and mentees who are under 18 today, where the regulation has minors (domain.md R11). */
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

/**
 * For `commitTogether`, after the entry: keeps the paper's content with the entry that made it. Nothing if the entry makes no paper.
 */
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
	// The exact text, also of a shipped template: another version may ship another one.
	const templates = Object.fromEntries(
		kinds
			.filter((kind) => kind !== PROGRAM_PAPER)
			.map((kind) => [kind, setting.templates[kind] ?? shippedTemplates[kind]])
	)
	return [
		registry.query.insertInto('paper_settings').values({
			program_id: entry.programId,
			sequence: entry.sequence,
			setting: JSON.stringify({ ...setting, templates } satisfies PaperSetting)
		})
	]
}

/** The kept settings of one programme, with the ids of the entries that made the papers. */
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

/**
 * A kept setting names everybody of that day. A reader whose membership had ended, or had not begun, gets only the people they know,
 * and the curator and the head of that day.
 */
function cutSetting(setting: PaperSetting, knownIds: ReadonlySet<string>, regulation: Regulation): PaperSetting {
	const { curatorId, headId } = setting
	const people = setting.people.filter(({ id }) => knownIds.has(id) || id === curatorId || id === headId)
	return { ...setting, people, ownForms: formsFor({ ...setting, people, regulation }, setting.ownForms) }
}

/** The same setting without the names of erased people, for a reader who does not keep the papers. */
function hidePeople(setting: PaperSetting, erasedIds: ReadonlySet<string>, regulation: Regulation): PaperSetting {
	if (!setting.people.some(({ id }) => erasedIds.has(id))) return setting
	const nameless = { familyName: ERASED_NAME, givenName: '', patronymic: '', post: '', organisation: '' }
	const people = setting.people.map((person) => (erasedIds.has(person.id) ? { ...person, ...nameless } : person))
	return { ...setting, people, ownForms: formsFor({ ...setting, people, regulation }, setting.ownForms) }
}
