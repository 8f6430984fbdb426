/** Where the people of the demonstration work, and what the banks know about them. All of it is invented. */
import { addDaysTo, type IsoDate } from '#domain/calendar.ts'
import { type MenteeEntry, type MentorEntry, noMinorFields } from '#domain/people/bank-entry.ts'
import type { Organisation } from '#domain/people/organisation.ts'

interface DemoOrganisation {
	id: string
	name: string
	kind: Organisation['kind']
	isAdvanced?: boolean
	at: readonly [latitude: number, longitude: number]
	standings?: Organisation['standings']
	/** ИОР and ИСБШ of the last three years, the oldest first. */
	indices?: readonly (readonly [results: number, wellBeing: number])[]
}

const organisations: readonly DemoOrganisation[] = [
	{
		id: 'school-3',
		name: 'Школа № 3',
		kind: 'school',
		at: [56.474, 84.968],
		indices: [
			[0.41, 0.52],
			[0.42, 0.5],
			[0.42, 0.51]
		]
	},
	{
		id: 'school-8',
		name: 'Школа № 8',
		kind: 'school',
		at: [56.489, 84.951],
		indices: [
			[0.78, 0.66],
			[0.79, 0.67],
			[0.79, 0.66]
		]
	},
	{
		id: 'school-14',
		name: 'Школа № 14',
		kind: 'school',
		at: [56.467, 84.981],
		indices: [
			[0.55, 0.58],
			[0.56, 0.57],
			[0.56, 0.59]
		]
	},
	{
		id: 'school-19',
		name: 'Школа № 19',
		kind: 'school',
		at: [56.501, 84.93],
		indices: [
			[0.74, 0.31],
			[0.75, 0.3],
			[0.75, 0.32]
		]
	},
	{
		id: 'school-27',
		name: 'Школа № 27',
		kind: 'school',
		at: [56.51, 85.02],
		indices: [
			[0.4, 0.47],
			[0.4, 0.46],
			[0.41, 0.46]
		]
	},
	{
		id: 'school-41',
		name: 'Школа № 41',
		kind: 'school',
		at: [56.43, 85.06],
		standings: ['low-results'],
		indices: [
			[0.21, 0.28],
			[0.2, 0.27],
			[0.2, 0.27]
		]
	},
	{
		id: 'gymnasium-6',
		name: 'Гимназия № 6',
		kind: 'school',
		isAdvanced: true,
		at: [56.482, 84.943],
		indices: [
			[0.81, 0.72],
			[0.82, 0.71],
			[0.82, 0.72]
		]
	},
	{
		id: 'lyceum-2',
		name: 'Лицей № 2',
		kind: 'school',
		isAdvanced: true,
		at: [56.477, 84.957],
		indices: [
			[0.9, 0.75],
			[0.9, 0.76],
			[0.91, 0.76]
		]
	},
	{ id: 'kindergarten-9', name: 'Детский сад № 9', kind: 'preschool', at: [56.495, 84.972] },
	{ id: 'kindergarten-22', name: 'Детский сад № 22', kind: 'preschool', at: [56.456, 84.99] }
]

export const demoWorkplaces: readonly { personId: string; organisationId: string; post: string }[] = [
	{ personId: 'mentor-1', organisationId: 'lyceum-2', post: 'Директор' },
	{ personId: 'mentor-2', organisationId: 'school-19', post: 'Директор' },
	{ personId: 'mentor-3', organisationId: 'school-8', post: 'Директор' },
	{ personId: 'mentor-4', organisationId: 'kindergarten-9', post: 'Заведующая' },
	{ personId: 'mentee-1', organisationId: 'school-14', post: 'Директор' },
	{ personId: 'mentee-2', organisationId: 'gymnasium-6', post: 'Заместитель директора' },
	{ personId: 'mentee-3', organisationId: 'school-41', post: 'Директор' },
	{ personId: 'mentee-4', organisationId: 'school-3', post: 'Директор' },
	{ personId: 'mentee-5', organisationId: 'school-27', post: 'Директор' },
	{ personId: 'mentee-6', organisationId: 'kindergarten-22', post: 'Заведующая' },
	{ personId: 'mentee-7', organisationId: 'school-8', post: 'Заместитель директора' },
	{ personId: 'mentee-8', organisationId: 'school-41', post: 'Заместитель директора по учебной работе' },
	{ personId: 'mentee-9', organisationId: 'school-41', post: 'Заместитель директора по воспитательной работе' },
	{ personId: 'organisation-curator-1', organisationId: 'school-14', post: 'Заместитель директора' }
]

export function demoOrganisations(today: IsoDate): Organisation[] {
	const lastYear = Number(today.slice(0, 4)) - 1
	return organisations.map(({ id, name, kind, isAdvanced = false, at, standings = null, indices = [] }) => ({
		id,
		name,
		kind,
		unit: null,
		level: 'municipal',
		isAdvanced,
		place: { latitude: at[0], longitude: at[1] },
		standings,
		years: indices.map(([results, wellBeing], index) => ({
			year: lastYear - indices.length + 1 + index,
			results,
			wellBeing,
			differentiation: null,
			partTimeShare: null
		}))
	}))
}

const competences: Readonly<Record<string, readonly string[]>> = {
	'mentor-1': ['Финансово-хозяйственная деятельность', 'Управленческая команда', 'Подготовка резерва'],
	'mentor-2': ['Работа с рисками учебной неуспешности', 'Управление на основе данных'],
	'mentor-3': ['Оценка эффективности руководителя', 'Открытость школы', 'Аттестация'],
	'mentor-4': ['Организация питания и безопасность', 'Кадровые документы', 'Работа с родителями']
}

/** The banks are checked long before the oldest programme begins, so the evidence is older. */
const EVIDENCE_DAYS = 600

export function demoMentors(today: IsoDate): MentorEntry[] {
	const evidenceOn = addDaysTo(today, -EVIDENCE_DAYS)
	return demoWorkplaces.flatMap(({ personId, organisationId, post }) => {
		const known = competences[personId]
		if (known === undefined) return []
		return {
			personId,
			competences: [...known],
			achievements: [{ title: 'Организация вошла в число лучших в городе', proof: `Грамота № ${personId.slice(-1)}4` }],
			hoursPerMonth: 12,
			forms: [],
			posts: [
				{
					organisation: organisations.find(({ id }) => id === organisationId)?.name ?? '',
					title: post,
					isHead: true,
					isInMunicipality: true,
					from: addDaysTo(today, -4_000),
					until: null
				}
			],
			assessments: [{ share: 90, on: evidenceOn }],
			contests: [{ title: 'Директор года', level: 'regional', place: 'prize', isAsHead: true, on: evidenceOn }],
			courses: [
				{
					title: 'Наставничество в управлении образованием',
					isOnMentoring: true,
					certificate: `70-${personId.slice(-1)}18`,
					on: evidenceOn
				}
			],
			term: null,
			...noMinorFields,
			enteredOn: addDaysTo(today, 1 - EVIDENCE_DAYS)
		}
	})
}

/** `categoryId`: the category under which the mentee's programme was requested. */
export function demoMentee(
	personId: string,
	categoryId: string,
	{ goal, difficulty }: { goal: readonly string[]; difficulty: readonly string[] },
	today: IsoDate
): MenteeEntry {
	const enteredOn = addDaysTo(today, -EVIDENCE_DAYS)
	return {
		personId,
		categoryId,
		mainRequest: goal[0] ?? '',
		difficulties: [...difficulty],
		forms: [],
		assessments: categoryId === 'low-assessment' ? [{ share: 46, on: enteredOn }] : [],
		...noMinorFields,
		enteredOn
	}
}
