import { dinskoyCentre } from './dinskoy-centre.ts'
import type { Roadmap } from './roadmap.ts'
import { beginnerHead } from './tomsk-beginner-head.ts'
import { lowAssessment } from './tomsk-low-assessment.ts'
import { lowResultsSchool } from './tomsk-low-results-school.ts'
import { reservist } from './tomsk-reservist.ts'

/** For regulations that leave the activities (domain.md S12) and their time (S13) to the pair. */
export const ownPlan: Roadmap = {
	id: 'own-plan',
	title: 'Свой план',
	source: null,
	stages: ['Планирование', 'Реализация', 'Оценка и коррекция'].map((title) => ({ title, months: null, activities: [] }))
}

/** For mentoring whose only form is speed: a single meeting (domain.md T13, S15). */
export const speedMeeting: Roadmap = {
	id: 'speed-meeting',
	title: 'Одна встреча',
	source: null,
	stages: [
		{
			title: 'Встреча',
			months: null,
			activities: [{ number: '1.1', title: 'Встреча наставника и наставляемого' }]
		}
	]
}

/** The meetings of a pair: steps 20–26 of the school's roadmap, with its numbers and wording (domain.md R19, R20). */
const tomskRegionMeetings: Roadmap = {
	id: 'tomsk-region-meetings',
	title: 'Встречи наставника и наставляемого',
	source: { regulation: 'R', annex: null },
	stages: [
		{
			title: 'Встречи наставника и наставляемого',
			months: null,
			activities: [
				{
					number: '20',
					title: 'Проведение первой, организационной, встречи наставника и наставляемого'
				},
				{
					number: '21',
					title: 'Проведение второй, пробной рабочей, встречи наставника и наставляемого'
				},
				{
					number: '22',
					title:
						'Проведение встречи-планирования рабочего процесса в рамках программы наставничества с наставником и наставляемым'
				},
				{
					number: '23',
					title: 'Регулярные встречи наставника и наставляемого'
				},
				{
					number: '24',
					title: 'Сроки сбора обратной связи от участников программы наставничества'
				},
				{
					number: '25',
					title: 'Проведение заключительной встречи наставника и наставляемого'
				},
				{
					number: '26',
					title: 'Проведение групповой заключительной встречи всех пар и групп наставников и наставляемых'
				}
			]
		}
	]
}

/** The mentee's category chooses one (domain.md T34). */
export const roadmaps: readonly Roadmap[] = [
	beginnerHead,
	reservist,
	lowResultsSchool,
	lowAssessment,
	tomskRegionMeetings,
	dinskoyCentre,
	ownPlan,
	speedMeeting
]

/** The roadmap with this id. Null: a plan may come from a roadmap that the app does not have. */
export function findRoadmap(id: string): Roadmap | null {
	return roadmaps.find((roadmap) => roadmap.id === id) ?? null
}
