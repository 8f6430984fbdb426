/** The municipality of the demonstration: five programmes at different stages. */
import type { ProgramRole } from '#domain/access.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Requisites } from '#domain/papers/facts.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { fillPlanFromRoadmap } from '#domain/roadmaps/roadmap.ts'
import { SERVER_AUTHOR, type NewUpdate } from '../documents/storage/storage.ts'
import { lowResultsSchool } from './low-results-school.ts'
import { nearlyFinishedGroup } from './nearly-finished-group.ts'
import { reservist } from './reservist.ts'
import { secondStage } from './second-stage.ts'
import { type Day, replannedDays, type Story, writeStory, workingDay } from './story.ts'

export { demoPeople, type DemoPerson } from './people.ts'

export const demoMunicipality = {
	id: 'municipality-1',
	name: 'Департамент образования города Заречный-на-Томи',
	timeZone: 'Asia/Tomsk'
}

/** The requisites on its papers. */
export const demoRequisites: Requisites = {
	authority: demoMunicipality.name,
	address: 'г. Заречный-на-Томи, ул. Садовая, д. 1',
	site: 'edu.zarechny.example',
	place: 'г. Заречный-на-Томи',
	headPost: 'Начальник департамента образования'
}

export interface DemoProgram {
	id: string
	title: string
	organisation: string
	/** Id of the roadmap it was made from. */
	roadmap: string
	startsOn: IsoDate
	termMonths: number
	participants: readonly { personId: string; role: ProgramRole }[]
	profile: Story['profile']
	/** The days on which the pair changed what an approved edition had planned, oldest first. */
	replannedOn: readonly IsoDate[]
	/** All updates of its plan, as the server stored them. The same content each time, from new devices each time. */
	writePlan(): NewUpdate[]
}

/** The same day gives the same programmes. All past events are before `today`. */
export function demoPrograms(today: IsoDate): DemoProgram[] {
	return [
		program('program-1', 'Начинающий руководитель', 'Школа № 14', 'tomsk-beginner-head', -80, secondStage, [
			'mentor-1',
			'mentee-1'
		]),
		program('program-2', 'Резервист', 'Гимназия № 6', 'tomsk-reservist', -290, reservist, ['mentor-1', 'mentee-2']),
		program(
			'program-3',
			'Школа с низкими результатами',
			'Школа № 41',
			'tomsk-low-results-school',
			-225,
			lowResultsSchool,
			['mentor-2', 'mentee-3']
		),
		program(
			'program-4',
			'Рост после оценки эффективности',
			'Школы № 3 и № 27',
			'tomsk-low-assessment',
			-445,
			nearlyFinishedGroup,
			['mentor-3', 'mentee-4', 'mentee-5']
		),
		program('program-5', 'Новая заведующая', 'Детский сад № 22', 'tomsk-beginner-head', -12, freshStart, [
			'mentor-4',
			'mentee-6'
		])
	]

	function program(
		id: string,
		title: string,
		organisation: string,
		roadmapId: string,
		started: Day,
		story: Story,
		people: readonly [mentor: string, ...mentees: string[]]
	): DemoProgram {
		const startsOn = workingDay(today, started)
		const termMonths = 24
		return {
			id,
			title,
			organisation,
			roadmap: roadmapId,
			startsOn,
			termMonths,
			profile: story.profile,
			participants: people.map((personId, index) => ({ personId, role: index === 0 ? 'mentor' : 'mentee' })),
			replannedOn: replannedDays(story, today),
			writePlan() {
				const roadmap = findRoadmap(roadmapId)
				if (roadmap === null) throw new Error(`No roadmap ${roadmapId}`)
				const author = { personId: SERVER_AUTHOR, at: `${startsOn}T05:00:00.000Z` }
				return writeStory(story, { today, startsOn, people }, (doc) =>
					fillPlanFromRoadmap(doc, roadmap, { title, startsOn, termMonths }, author)
				)
			}
		}
	}
}

/** Наталья Яковлева, new head of kindergarten № 22: the first two weeks. */
const both = ['mentor-4', 'mentee-6']

const freshStart: Story = {
	profile: {
		goal: [
			'За первые полгода уверенно принять сад: документы, имущество, коллектив',
			'Открыть группу кратковременного пребывания для детей от полутора лет'
		],
		direction: ['Хозяйство детского сада: питание, имущество, договоры', 'Сплочение коллектива'],
		form: ['Традиционная, один на один: по очереди в обоих садах', 'Руководитель – руководитель'],
		image: ['Заведующая, которая знает в саду каждый кран и каждого ребёнка'],
		difficulty: [
			'Раньше руководила только методической работой, хозяйство для неё новое',
			'В коллективе сильна память о прежней заведующей, решения сравнивают'
		],
		strength: ['Сильный методист, её занятия смотрят соседние сады', 'Хорошие отношения с родительским советом']
	},
	activities: {
		'1.1': {
			due: -6,
			done: [-7, 'mentor-4'],
			place: 'Детский сад № 22',
			notes: [
				'Спокойнее всего Наталья чувствует себя в образовательной программе и работе с родителями.',
				'Тревожит: питание, договоры на обслуживание здания, кадровые документы. Начинаем с питания — там проверки чаще всего.'
			]
		},
		'1.2': {
			due: 5,
			begun: [-4, 'mentee-6'],
			responsible: ['mentee-6'],
			notes: ['Пройдены четыре блока из семи, остались право, финансы и безопасность.']
		},
		'1.3': { due: 8, responsible: both },
		'1.4': { due: 14, responsible: ['mentor-4'], place: 'Детский сад № 9, музыкальный зал' }
	},
	meetings: [
		{
			on: -7,
			at: '13:30',
			by: 'mentor-4',
			place: 'Детский сад № 22',
			topic: 'Первая встреча: с чего начать',
			about: ['1.1'],
			attendees: both,
			minutes: [
				'Прошли по саду от пищеблока до прачечной. Светлана Дмитриевна показала, на что смотрит сама, когда приходит утром: журнал здоровья, меню, подписи в накладных.',
				'Наталья попросила первый месяц встречаться каждую неделю, хотя бы по телефону. Договорились, что все вопросы она сначала записывает в программу.'
			],
			agreements: [
				{ text: 'Завершить диагностику компетенций', owner: 'mentee-6', due: 5 },
				{ text: 'Прислать перечень ежедневных проверок заведующей', owner: 'mentor-4', due: -4, kept: -5 }
			]
		},
		{
			on: 6,
			at: '10:00',
			by: 'mentee-6',
			place: 'По телефону',
			topic: 'Итоги диагностики и запросы',
			about: ['1.2', '1.3'],
			attendees: both
		}
	]
}
