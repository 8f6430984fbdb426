/**
 * Plans an import row by row, from what is known. Pure, except for the ids of new people. A row that cannot be imported gets a
 * reason; all other rows wait for one commit.
 */
import type { Compilable } from 'kysely'
import { nanoid } from 'nanoid'
import { isDeepStrictEqual } from 'node:util'
import type { ProgramRole } from '#domain/access.ts'
import { futureDays, isAgeKept, type MenteeEntry, type MentorEntry, wrongContacts } from '#domain/people/bank-entry.ts'
import { createFinder, mergeMentee, mergeMentor, mergeOrganisation } from '#domain/people/import/duplicates.ts'
import {
	type ImportContext,
	importedMenteeSchema,
	importedMentorSchema,
	importedOrganisationSchema,
	type ImportedPerson,
	type ImportKind,
	type KnownPerson,
	type RowTarget
} from '#domain/people/import/table.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { hasMinors } from '#domain/regulation/roles.ts'
import type { KnownBank, RowRefusal } from '#protocol/api/bank.ts'
import { readDaysOfLeaving } from './bank-leavings.ts'
import type { BankScope } from './bank-list.ts'
import { storeMenteeEntry, storeMentorEntry } from './bank.ts'
import { readOrganisations } from './organisation-list.ts'
import { assignWorkplace, storeOrganisation } from './organisations.ts'
import { isErased } from './people.ts'

export interface GivenRow {
	line: number
	target: RowTarget
	row: unknown
}

/** `before` is null: it did not exist. */
export interface PlannedRow {
	line: number
	subjectId: string
	before: PersonState | Organisation | null
	after: PersonState | Organisation
	/** None for a new person: new people are inserted by the hundred. */
	queries: Compilable[]
}

/** What an import may change of a person, and what shows that they have changed since. */
export type PersonState = Omit<KnownPerson, 'id'>

type Planned = { ok: true; row: PlannedRow } | { ok: false; reason: RowRefusal }

/** Call it for the rows in their order. `above`: people whom the importer may not change (`canChangePerson`). */
export function createImportPlan(
	scope: BankScope,
	known: KnownBank,
	above: ReadonlySet<string>
): (given: GivenRow) => Planned {
	const { registry, municipalityId } = scope
	const findDuplicate = createFinder(known)
	const updated = new Set<string>()
	const organisationNames = new Map(known.organisations.map(({ id, name }) => [id, name]))
	const categoryIds = new Set(known.categories.map(({ id }) => id))

	switch (known.kind) {
		case 'organisations': {
			const byId = new Map(known.organisations.map((one) => [one.id, one]))
			return ({ line, target, row }) => {
				const parsed = importedOrganisationSchema.safeParse(row)
				if (!parsed.success) return refuse('malformed')
				const duplicate = findDuplicate(parsed.data, line)
				const aim = takeAim(target, byId, duplicate?.certainty === 'same')
				if (!aim.ok) return aim
				const after = mergeOrganisation(aim.known, parsed.data, aim.id)
				if (after === null) return refuse('incomplete')
				const queries = isDeepStrictEqual(after, aim.known) ? [] : storeOrganisation(registry, municipalityId, after)
				return { ok: true, row: { line, subjectId: aim.id, before: aim.known, after, queries } }
			}
		}
		case 'mentors':
			return planPeople(known.people, importedMentorSchema, (person, row, personId, organisation) =>
				mergeMentor(person, row, { personId, organisation, today: known.today })
			)
		case 'mentees':
			return planPeople(known.people, importedMenteeSchema, (person, row, personId) =>
				row.entry.categoryId === undefined || categoryIds.has(row.entry.categoryId)
					? mergeMentee(person, row, { personId, today: known.today })
					: 'category'
			)
	}

	function planPeople<Entry extends MentorEntry | MenteeEntry, Row extends ImportedPerson>(
		people: readonly KnownPerson<Entry>[],
		schema: { safeParse(row: unknown): { success: boolean; data?: Row | undefined } },
		merge: (known: Entry | null, row: Row, personId: string, organisation: string | null) => Entry | null | RowRefusal
	): (given: GivenRow) => Planned {
		const byId = new Map(people.map((one) => [one.id, one]))
		return ({ line, target, row }) => {
			const { data } = schema.safeParse(row)
			if (data === undefined || futureDays(data.entry, known.today).length > 0) return refuse('malformed')
			if (wrongContacts(data.entry).length > 0) return refuse('malformed')
			if (!known.hasMinors && isAgeKept(data.entry)) return refuse('malformed')
			const duplicate = findDuplicate(data, line)
			const aim = takeAim(target, byId, duplicate?.certainty === 'same')
			if (!aim.ok) return aim
			const { organisationId = aim.known?.organisationId ?? null, post = aim.known?.post ?? '' } = data
			const organisation = organisationId === null ? null : (organisationNames.get(organisationId) ?? null)
			if (organisationId !== null && organisation === null) return refuse('organisation')
			const entry = merge(aim.known?.entry ?? null, data, aim.id, organisation)
			if (entry === null) return refuse('incomplete')
			if (typeof entry === 'string') return refuse(entry)
			const { familyName, givenName, patronymic } = aim.known ?? data
			const after: PersonState = {
				familyName,
				givenName,
				patronymic,
				organisationId,
				post,
				isInBank: true,
				entry
			}
			const before = aim.known === null ? null : withoutId(aim.known)
			return { ok: true, row: { line, subjectId: aim.id, before, after, queries: write(aim.id, before, after) } }
		}
	}

	function write(id: string, before: PersonState | null, after: PersonState): Compilable[] {
		if (before === null || after.entry === null || isDeepStrictEqual(before, after)) return []
		const isMoved = before.organisationId !== after.organisationId || before.post !== after.post
		return [
			...(isMoved ? [assignWorkplace(registry, id, after.organisationId, after.post)] : []),
			'categoryId' in after.entry
				? storeMenteeEntry(registry, municipalityId, after.entry)
				: storeMentorEntry(registry, municipalityId, after.entry)
		]
	}

	/** The person or organisation of the row: a known one, at most once, or a new one. */
	function takeAim<Known>(target: RowTarget, byId: ReadonlyMap<string, Known>, isKnown: boolean) {
		if (target.type === 'new') {
			return isKnown && !target.isSeparate ? refuse('duplicate') : { ok: true as const, id: nanoid(), known: null }
		}
		const known = byId.get(target.id)
		if (known === undefined) return refuse('gone')
		if (above.has(target.id)) return refuse('above')
		if (updated.has(target.id)) return refuse('twice')
		updated.add(target.id)
		return { ok: true as const, id: target.id, known }
	}
}

function refuse(reason: RowRefusal): { ok: false; reason: RowRefusal } {
	return { ok: false, reason }
}

export function withoutId<Known extends { id: string }>({ id: _, ...state }: Known): Omit<Known, 'id'> {
	return state
}

/** Everything that a table is compared with before its import; also all that an export writes. */
export async function readKnownBank(scope: BankScope, kind: ImportKind): Promise<KnownBank> {
	switch (kind) {
		case 'mentors':
			return { kind, ...(await readContext(scope)), ...(await readPeople<MentorEntry>(scope, 'mentor')) }
		case 'mentees':
			return { kind, ...(await readContext(scope)), ...(await readPeople<MenteeEntry>(scope, 'mentee')) }
		case 'organisations':
			return {
				kind,
				...(await readContext(scope)),
				organisations: await readOrganisations(scope.registry, scope.municipalityId)
			}
	}
}

async function readContext({ registry, municipalityId, regulation, today }: BankScope): Promise<ImportContext> {
	const organisations = await registry.query
		.selectFrom('organisations')
		.select(['id', 'name'])
		.where('municipality_id', '=', municipalityId)
		.orderBy('name')
		.execute()
	const categories = regulation.categories.map(({ id, wording }) => ({ id, wording }))
	return { organisations, categories, hasMinors: hasMinors(regulation), today }
}

async function readPeople<Entry extends MentorEntry | MenteeEntry>(scope: BankScope, role: ProgramRole) {
	const { registry, municipalityId } = scope
	const rows = await registry.query
		.selectFrom('people')
		.leftJoin('bank', (join) =>
			join
				.onRef('bank.person_id', '=', 'people.id')
				.on('bank.municipality_id', '=', municipalityId)
				.on('bank.role', '=', role)
		)
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'organisation_id', 'post', 'role', 'entry'])
		.where('people.municipality_id', '=', municipalityId)
		.where(isErased, '=', 0)
		.orderBy('family_name')
		.orderBy('given_name')
		.execute()
	const people: KnownPerson<Entry>[] = rows.map((row) => ({
		id: row.id,
		familyName: row.family_name,
		givenName: row.given_name,
		patronymic: row.patronymic,
		organisationId: row.organisation_id,
		post: row.post,
		isInBank: row.role !== null,
		// The entry was checked when it was stored.
		entry: row.entry === null ? null : (JSON.parse(row.entry) as Entry)
	}))
	return { people, left: await readDaysOfLeaving(scope, role) }
}
