/** Of whom a request can be made: the people of the bank of mentees, with what stands against it. */
import type { IsoDate } from '#domain/calendar.ts'
import { formingPhases } from '#domain/ledger/ledger.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { search } from '#domain/text.ts'
import type { FormingMentee } from '#protocol/api/ledger.ts'
import { readOpenPrograms, readOpenProgramsOfBank, unfitCategoryIds } from './ledger/gather-facts.ts'
import { readMentees } from '../people/bank.ts'
import type { Registry } from '../database/database.ts'
import { readWorkplaces } from '../people/organisations.ts'
import { byText } from '../database/paging.ts'
import { toPerson } from '../people/people.ts'

const MOST = 50

/** Those who can be chosen first, then by name; at most 50 of those found. `personId`: of that person alone. */
export async function readMenteeChoices(
	registry: Registry,
	municipalityId: string,
	of: { text: string } | { personId: string },
	regulation: Regulation,
	today: IsoDate
): Promise<{ people: FormingMentee[]; found: number }> {
	const [banked, openPrograms] = await Promise.all([
		readBanked(registry, municipalityId, 'personId' in of ? of.personId : null),
		'personId' in of
			? readOpenPrograms(registry, null, [of.personId])
			: readOpenProgramsOfBank(registry, municipalityId)
	])
	const text = 'text' in of ? of.text : ''
	const found = search(banked, text, ({ person, organisation }) => `${person.name} ${organisation ?? ''}`)
	const isTaken = ({ person }: (typeof found)[number]) => openPrograms.has(person.id)
	const shown = byText(found, ({ person }) => person.name)
		.toSorted((one, other) => Number(isTaken(one)) - Number(isTaken(other)))
		.slice(0, MOST)
	const ids = shown.map(({ person }) => person.id)
	const [entries, workplaces, requests] = await Promise.all([
		readMentees(registry, municipalityId, ids),
		readWorkplaces(registry, municipalityId, ids, Number(today.slice(0, 4))),
		readRequests(registry, ids)
	])
	const people = shown.map(({ person, post, organisation }) => {
		const entry = entries.get(person.id) ?? null
		const mentee = { assessments: entry?.assessments ?? [], workplace: workplaces.get(person.id) ?? null }
		return {
			person,
			post,
			organisation,
			entry: entry && {
				categoryId: entry.categoryId,
				mainRequest: entry.mainRequest,
				difficulties: entry.difficulties,
				forms: entry.forms
			},
			unfitCategoryIds: unfitCategoryIds(regulation, mentee, today),
			openProgram: openPrograms.get(person.id) ?? null,
			requestId: requests.get(person.id) ?? null
		}
	})
	return { people, found: found.length }
}

/** Everybody or, with `personId`, that person; without their entries. */
async function readBanked({ query }: Registry, municipalityId: string, personId: string | null) {
	const rows = await query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post'])
		.select('organisations.name as organisation')
		.where('bank.municipality_id', '=', municipalityId)
		.where('role', '=', 'mentee')
		.$if(personId !== null, (banked) => banked.where('people.id', '=', personId ?? ''))
		.execute()
	return rows.map(({ post, organisation, ...names }) => ({ person: toPerson(names), post, organisation }))
}

/** Under way, by mentee. */
async function readRequests({ query }: Registry, personIds: readonly string[]): Promise<Map<string, string>> {
	if (personIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('ledger_people')
		.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
		.select(['person_id', 'ledgers.program_id'])
		.where('person_id', 'in', personIds)
		.where('phase', 'in', formingPhases)
		.execute()
	return new Map(rows.map(({ person_id, program_id }) => [person_id, program_id]))
}
