/** Of whom a request can be made: the people of the bank of mentees, with what stands against it. */
import type { MenteeEntry } from '#domain/bank/mentee-entry.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { search } from '#domain/search.ts'
import type { FormingMentee } from '#protocol/forming-api.ts'
import { readOpenPrograms, unfitCategoryIds } from '../ledger/gather-facts.ts'
import type { Registry } from '../registry/database.ts'
import { readWorkplaces } from '../registry/organisations.ts'
import { byText } from '../registry/paging.ts'
import { toPerson } from '../registry/people.ts'

const MOST = 50

/** Those who can be chosen first, then by name; at most 50 of those found. `personId`: of that person alone. */
export async function readMenteeChoices(
	registry: Registry,
	municipalityId: string,
	of: { text: string } | { personId: string },
	regulation: Regulation,
	today: IsoDate
): Promise<{ people: FormingMentee[]; found: number }> {
	const rows = await selectBank(registry, municipalityId).execute()
	const banked = rows.map(({ entry, post, organisation, ...names }) => ({
		person: toPerson(names),
		post,
		organisation,
		entry
	}))
	const found =
		'personId' in of
			? banked.filter(({ person }) => person.id === of.personId)
			: search(banked, of.text, ({ person, organisation }) => `${person.name} ${organisation ?? ''}`)
	const shown = byText(found, ({ person }) => person.name).slice(0, MOST)
	const ids = shown.map(({ person }) => person.id)
	const [workplaces, openPrograms, requests] = await Promise.all([
		readWorkplaces(registry, municipalityId, ids, Number(today.slice(0, 4))),
		readOpenPrograms(registry, null, ids),
		readRequests(registry, ids)
	])
	const people = shown.map(({ person, post, organisation, entry: json }) => {
		// Was checked when it was stored.
		const entry = json === null ? null : (JSON.parse(json) as MenteeEntry)
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
	return { people: people.toSorted(byFreedom), found: found.length }
}

function byFreedom(one: FormingMentee, other: FormingMentee): number {
	return Number(one.openProgram !== null) - Number(other.openProgram !== null)
}

function selectBank({ query }: Registry, municipalityId: string) {
	return query
		.selectFrom('bank')
		.innerJoin('people', 'people.id', 'bank.person_id')
		.leftJoin('organisations', 'organisations.id', 'people.organisation_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'post', 'entry'])
		.select('organisations.name as organisation')
		.where('bank.municipality_id', '=', municipalityId)
		.where('role', '=', 'mentee')
}

/** Under way, by mentee. */
async function readRequests({ query }: Registry, personIds: readonly string[]): Promise<Map<string, string>> {
	if (personIds.length === 0) return new Map()
	const rows = await query
		.selectFrom('ledger_people')
		.innerJoin('ledgers', 'ledgers.program_id', 'ledger_people.program_id')
		.select(['person_id', 'ledgers.program_id'])
		.where('person_id', 'in', personIds)
		.where('phase', 'in', ['requested', 'proposed'])
		.execute()
	return new Map(rows.map(({ person_id, program_id }) => [person_id, program_id]))
}
