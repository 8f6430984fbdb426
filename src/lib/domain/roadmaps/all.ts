import { dinskoyCentre } from './dinskoy-centre.ts'
import type { Roadmap } from './roadmap.ts'
import { beginnerHead } from './tomsk-beginner-head.ts'
import { lowAssessment } from './tomsk-low-assessment.ts'
import { lowResultsSchool } from './tomsk-low-results-school.ts'
import { reservist } from './tomsk-reservist.ts'

/**
 * For regulations that leave the activities to the pair: what mentor and mentee do together (domain.md S12), in as much time
 * as they decide (S13).
 */
export const ownPlan: Roadmap = {
	id: 'own-plan',
	title: 'Свой план',
	source: null,
	stages: ['Планирование', 'Реализация', 'Оценка и коррекция'].map((title) => ({ title, months: null, activities: [] }))
}

/** For mentoring whose only form is speed: it is a single meeting (domain.md T13, S15). */
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

/** The meetings of a pair: steps 20–26 of the school's roadmap, numbered and worded as there (domain.md R19, R20). */
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

/** The category of the mentee chooses among them (domain.md T34). */
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

/** The roadmap with this id, or null: a plan may come from one that is no longer shipped. */
export function findRoadmap(id: string): Roadmap | null {
	return roadmaps.find((roadmap) => roadmap.id === id) ?? null
}
