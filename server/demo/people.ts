/** The people of the demonstration municipality, all invented, and the decision whether to run as a demonstration. */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { DemoPeople, Order } from '#protocol/api/program.ts'
import { CannotStart, type Config, isPublic } from '../config.ts'
import type { Registry } from '../database/database.ts'
import { isErased, toPerson } from '../people/people.ts'
import { workingDay } from './story.ts'

export interface DemoPerson {
	id: string
	familyName: string
	givenName: string
	patronymic: string
	roles: readonly (ProgramRole | StaffRole)[]
}

export const demoPeople: readonly DemoPerson[] = [
	person('curator-1', 'Воронцова', 'Елена', 'Михайловна', 'curator'),
	person('region-1', 'Тихонова', 'Вера', 'Ильинична', 'region'),
	person('head-1', 'Зимин', 'Аркадий', 'Львович', 'head'),
	person('mentor-1', 'Ковалёв', 'Виктор', 'Андреевич', 'mentor'),
	person('mentor-2', 'Маркина', 'Татьяна', 'Павловна', 'mentor'),
	person('mentor-3', 'Рябинин', 'Олег', 'Николаевич', 'mentor'),
	person('mentor-4', 'Орлова', 'Светлана', 'Дмитриевна', 'mentor'),
	person('mentee-1', 'Лаптева', 'Ирина', 'Сергеевна', 'mentee'),
	person('mentee-2', 'Гуров', 'Павел', 'Никитич', 'mentee'),
	person('mentee-3', 'Седых', 'Ольга', 'Викторовна', 'mentee'),
	person('mentee-4', 'Полозова', 'Марина', 'Игоревна', 'mentee'),
	person('mentee-5', 'Бахтин', 'Денис', 'Юрьевич', 'mentee'),
	person('mentee-6', 'Яковлева', 'Наталья', 'Романовна', 'mentee'),
	// Has no programme yet, and may request a mentor.
	person('mentee-7', 'Шубина', 'Вера', 'Олеговна', 'mentee'),
	// Two managers of a weak school, free for a team's programme where the regulation has such programmes (domain.md D3).
	person('mentee-8', 'Каменева', 'Людмила', 'Аркадьевна', 'mentee'),
	person('mentee-9', 'Рощин', 'Глеб', 'Борисович', 'mentee')
]

/** She sees the programmes of one school only. She is added together with the organisations, where she is appointed. */
export function demoOrganisationCurator(today: IsoDate): DemoPerson & { organisationId: string; order: Order } {
	return {
		...person('organisation-curator-1', 'Лосева', 'Тамара', 'Юрьевна', 'organisation-curator'),
		organisationId: 'school-14',
		order: { number: '77-к', date: workingDay(today, -90) }
	}
}

function person(
	id: string,
	familyName: string,
	givenName: string,
	patronymic: string,
	role: ProgramRole | StaffRole
): DemoPerson {
	return { id, familyName, givenName, patronymic, roles: [role] }
}

/**
 * Whether the demonstration sign-in exists. If the environment does not say it, the data decides: a new directory becomes a
 * demonstration, an existing one stays what it is. It is never one where others can reach the server.
 */
export async function decideDemo(registry: Registry, config: Config): Promise<boolean> {
	const contents = await readContents(registry)
	switch (config.demo) {
		case 'off':
			return false
		case 'on':
			if (contents !== 'real') return true
			throw new CannotStart(
				`В каталоге ${config.dataDirectory} настоящие данные: демонстрационный режим (TANDEM_DEMO=1) с ними невозможен.`,
				`${config.dataDirectory} holds real data: the demonstration mode (TANDEM_DEMO=1) needs a directory of its own.`
			)
		case 'auto':
			return contents !== 'real' && contents !== 'awaiting' && !isPublic(config)
	}
}

/** `awaiting`: the administrator's link was made, but nobody has accepted it yet. */
async function readContents({ query }: Registry): Promise<'nothing' | 'awaiting' | 'demo' | 'real'> {
	const municipalities = await query.selectFrom('municipalities').select('is_demo').execute()
	if (municipalities.length > 0) return municipalities.every(({ is_demo }) => is_demo === 1) ? 'demo' : 'real'
	const invitation = await query.selectFrom('invitations').select('id').executeTakeFirst()
	return invitation === undefined ? 'nothing' : 'awaiting'
}

/** Everybody of the demonstration municipality, staff first, with the titles of their programmes. */
export async function listDemoPeople({ query }: Registry): Promise<DemoPeople['people']> {
	const people = await query
		.selectFrom('people')
		.innerJoin('municipalities', 'municipalities.id', 'people.municipality_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic'])
		.where('is_demo', '=', 1)
		.where(isErased, '=', 0)
		.orderBy('people.id')
		.execute()
	const [assignments, bank, memberships] = await Promise.all([
		query
			.selectFrom('assignments')
			.leftJoin('organisations', 'organisations.id', 'organisation_id')
			.select(['person_id', 'role', 'name as organisation'])
			.execute(),
		query.selectFrom('bank').select(['person_id', 'role']).execute(),
		query
			.selectFrom('memberships')
			.innerJoin('programs', 'programs.id', 'program_id')
			.select(['person_id', 'title'])
			.where('ended_at', 'is', null)
			.where('deleted_at', 'is', null)
			.orderBy('title')
			.execute()
	])
	const staff = new Set(assignments.map(({ person_id }) => person_id))
	return people
		.map((person) => ({
			id: person.id,
			name: toPerson(person).name,
			organisation:
				assignments.find(({ person_id, organisation }) => person_id === person.id && organisation !== null)
					?.organisation ?? null,
			roles: [...assignments, ...bank].filter(({ person_id }) => person_id === person.id).map(({ role }) => role),
			programs: memberships.filter(({ person_id }) => person_id === person.id).map(({ title }) => title)
		}))
		.sort((one, other) => Number(staff.has(other.id)) - Number(staff.has(one.id)))
}
