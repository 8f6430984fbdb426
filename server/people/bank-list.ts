/**
 * The banks as lists: who is in them, how many mentees they have, and whether they meet the regulation (domain.md T20, T22, T28–T33,
 * V8).
 */
import { sql } from 'kysely'
import type { ProgramRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import { emptyMentorEntry, type MenteeEntry, type MentorEntry, mentorTermState } from '#domain/people/bank-entry.ts'
import {
	type CategoryFit,
	checkCategory,
	checkMentor,
	unmetConditionIds,
	type Workplace
} from '#domain/people/eligibility.ts'
import type { OrganisationKind, Regulation } from '#domain/regulation/schema.ts'
import { search } from '#domain/text.ts'
import type {
	BankedPerson,
	MenteeFilter,
	MenteeRow,
	MentorFilter,
	MentorRow,
	PersonProgram
} from '#protocol/api/people.ts'
import type { Page } from '#protocol/api/program.ts'
import { byText, keepSome, pageOf, type PageQuery, readStamp, type Registry, type Stamp } from '../database/database.ts'
import { readMentees, readMentors } from './bank.ts'
import { countActiveMentees, isIn, listGuidedMentees, readPersonPrograms } from './open-programs.ts'
import { readTypologies, toWorkplace } from './organisations.ts'
import { fullName, toPerson } from './people.ts'

export interface BankScope {
	registry: Registry
	municipalityId: string
	/** New pairs are checked by it; active programmes keep their own. */
	regulation: Regulation
	today: IsoDate
}

export async function listMentors(
	scope: BankScope,
	{ filter, ...paging }: PageQuery & { filter?: MentorFilter | undefined }
): Promise<Page<MentorRow>> {
	const { registry, municipalityId, regulation, today } = scope
	const [banked, loads, workplaceOf] = await Promise.all([
		readBanked(scope, 'mentor'),
		countActiveMentees(registry, municipalityId),
		readWorkplaceOf(scope)
	])
	const found = search(banked, paging.q, searchText)

	function unmetOf(row: Banked, entry: MentorEntry | null): string[] {
		const known = entry ?? emptyMentorEntry(row.id, today)
		return unmetConditionIds(checkMentor(known, workplaceOf(row), regulation.mentorConditions, today))
	}

	async function checkRows(some: readonly Banked[]): Promise<boolean[]> {
		const entries = await readMentors(registry, municipalityId, idsOf(some))
		return some.map((row) => {
			const entry = entries.get(row.id) ?? null
			switch (filter) {
				case undefined:
					return true
				case 'free':
					return !loads.has(row.id)
				case 'busy':
					return loads.has(row.id)
				case 'term-ending':
					return ['ending', 'over'].includes(mentorTermState(entry?.term ?? null, today))
				case 'not-eligible':
					return unmetOf(row, entry).length > 0
				case 'without-entry':
					return entry === null
			}
		})
	}

	const kept = filter === undefined ? found : await keepSome(found, checkRows)
	const page = pageOf(byText(kept, fullName), paging)
	const [entries, programs] = await Promise.all([
		readMentors(registry, municipalityId, idsOf(page.rows)),
		readPersonPrograms(registry, municipalityId, idsOf(page.rows), regulation)
	])
	return {
		...page,
		rows: page.rows.map((row) => {
			const entry = entries.get(row.id) ?? null
			return {
				...toBankedPerson(row, entry !== null, isIn(programs.get(row.id) ?? [], 'mentor')),
				competences: entry?.competences ?? [],
				hoursPerMonth: entry?.hoursPerMonth ?? null,
				activeMentees: loads.get(row.id) ?? 0,
				term: entry?.term ?? null,
				termState: mentorTermState(entry?.term ?? null, today),
				unmetConditionIds: unmetOf(row, entry)
			}
		})
	}
}

export async function listMentees(
	scope: BankScope,
	{ filter, category, ...paging }: PageQuery & { filter?: MenteeFilter | undefined; category?: string | undefined }
): Promise<Page<MenteeRow>> {
	const { registry, municipalityId, regulation, today } = scope
	const [banked, guided, workplaceOf] = await Promise.all([
		readBanked(scope, 'mentee'),
		listGuidedMentees(registry, municipalityId),
		readWorkplaceOf(scope)
	])
	const found = search(banked, paging.q, searchText)

	function fitOf(row: Banked, entry: MenteeEntry | null): CategoryFit | null {
		if (entry === null) return null
		const known = regulation.categories.find(({ id }) => id === entry.categoryId)
		if (known === undefined) return 'unfit'
		return checkCategory(known, { assessments: entry.assessments, workplace: workplaceOf(row) }, today)
	}

	async function checkRows(some: readonly Banked[]): Promise<boolean[]> {
		const entries = await readMentees(registry, municipalityId, idsOf(some))
		return some.map((row) => {
			const entry = entries.get(row.id) ?? null
			if (category !== undefined && entry?.categoryId !== category) return false
			switch (filter) {
				case undefined:
					return true
				case 'without-program':
					return !guided.has(row.id)
				case 'unfit':
					return fitOf(row, entry) === 'unfit'
				case 'without-entry':
					return entry === null
			}
		})
	}

	const kept = filter === undefined && category === undefined ? found : await keepSome(found, checkRows)
	const page = pageOf(byText(kept, fullName), paging)
	const [entries, programs] = await Promise.all([
		readMentees(registry, municipalityId, idsOf(page.rows)),
		readPersonPrograms(registry, municipalityId, idsOf(page.rows), regulation)
	])
	return {
		...page,
		rows: page.rows.map((row) => {
			const entry = entries.get(row.id) ?? null
			return {
				...toBankedPerson(row, entry !== null, isIn(programs.get(row.id) ?? [], 'mentee')),
				categoryId: entry?.categoryId ?? null,
				mainRequest: entry?.mainRequest ?? '',
				fit: fitOf(row, entry)
			}
		})
	}
}

interface Banked {
	id: string
	family_name: string
	given_name: string
	patronymic: string
	post: string
	organisation_id: string | null
	organisation: string | null
	kind: OrganisationKind | null
	standings: string | null
}

/** Everybody of the bank, without their entries. */
function readBanked({ registry, municipalityId }: BankScope, role: ProgramRole): Promise<Banked[]> {
	return registry.query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'organisation_id'])
		.select(['organisations.name as organisation', 'kind', 'standings'])
		.where('bank.municipality_id', '=', municipalityId)
		.where('bank.role', '=', role)
		.execute()
}

async function readWorkplaceOf({ registry, municipalityId, today }: BankScope) {
	const { typologies } = await readTypologies(registry, municipalityId, Number(today.slice(0, 4)))
	return ({ organisation_id, kind, standings }: Banked): Workplace | null =>
		organisation_id === null || kind === null ? null : toWorkplace({ kind, standings }, typologies.get(organisation_id))
}

function toBankedPerson(row: Banked, hasEntry: boolean, programs: readonly PersonProgram[]): BankedPerson {
	const { organisation_id, organisation, post } = row
	return {
		person: toPerson(row),
		organisation:
			organisation_id === null || organisation === null ? null : { id: organisation_id, name: organisation },
		post,
		hasEntry,
		programs: programs.map(({ programId, title, isToApprove, otherRegulation }) => ({
			programId,
			title,
			isToApprove,
			otherRegulation
		}))
	}
}

function searchText(row: Banked): string {
	return `${fullName(row)} ${row.organisation ?? ''} ${row.post}`
}

function idsOf(rows: readonly Banked[]): string[] {
	return rows.map(({ id }) => id)
}

/**
 * Changes whenever people, entries or organisations of a municipality change. A result that was read over several turns of the event
 * loop is stored only if the stamp is the same.
 */
export function readBankStamp({ registry, municipalityId }: BankScope): Promise<Stamp> {
	const of = (table: string) =>
		sql`(select count(*) || '.' || total(version) from ${sql.table(table)} where municipality_id = ${municipalityId})`
	return readStamp(registry, sql<string>`${of('people')} || ' ' || ${of('bank')} || ' ' || ${of('organisations')}`)
}
