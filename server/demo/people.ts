/** Everybody in the demonstration municipality is invented. */
import type { ProgramRole, StaffRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Order } from '#protocol/api/program.ts'
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
	// Has no programme yet, and may ask for a mentor.
	person('mentee-7', 'Шубина', 'Вера', 'Олеговна', 'mentee'),
	// Two of a weak school's management, free for a team's programme where the regulation knows those (domain.md D3).
	person('mentee-8', 'Каменева', 'Людмила', 'Аркадьевна', 'mentee'),
	person('mentee-9', 'Рощин', 'Глеб', 'Борисович', 'mentee')
]

/** Sees the programme of one school and no other. Comes with the organisations, where she is appointed. */
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
