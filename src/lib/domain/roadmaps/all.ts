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

/**
 * The programme of transition, which a school's team writes together with its mentor (4.3.2; domain.md D16). The regulation has no
 * list of activities for it: these follow its four kinds of work (D13), in our words, from diagnostics (D14, D15) to goals,
 * measures, public presentation and decision (D17), with consultations on request (D18).
 */
const dinskoyTransition: Roadmap = {
	id: 'dinskoy-transition',
	title: 'Программа перехода школы в эффективный режим',
	source: { regulation: 'D', annex: null },
	stages: [
		{
			title: 'Исследовательская деятельность',
			months: null,
			activities: [
				{ number: '1.1', title: 'Тестирование руководителя и заместителей: дефициты в управлении' },
				{ number: '1.2', title: 'Экспертиза эффективности управленческой команды' },
				{ number: '1.3', title: 'Изучение локальных актов и планов школы' },
				{ number: '1.4', title: 'Беседы с администрацией и педагогами, посещение уроков' },
				{ number: '1.5', title: 'Модели процессов школы: слабые места управления' }
			]
		},
		{
			title: 'Проектная деятельность',
			months: null,
			activities: [
				{ number: '2.1', title: 'Цели перехода школы в режим эффективного функционирования и развития' },
				{ number: '2.2', title: 'Меры по каждой цели, сроки и ответственные' },
				{ number: '2.3', title: 'Программа перехода или отдельный проект: согласованный текст' },
				{ number: '2.4', title: 'Публичная презентация программы или проекта' },
				{ number: '2.5', title: 'Решение по итогам презентации: что внести в программу развития школы' }
			]
		},
		{
			title: 'Консультационная деятельность',
			months: null,
			activities: [
				{ number: '3.1', title: 'Консультации наставника, очные или дистанционные', deadline: 'по запросу' },
				{ number: '3.2', title: 'Консультации других специалистов центра', deadline: 'по запросу' },
				{ number: '3.3', title: 'Адресные рекомендации по итогам мониторинга компетенций команды' }
			]
		},
		{
			title: 'Информационная деятельность',
			months: null,
			activities: [
				{ number: '4.1', title: 'Знакомство команды со сроками и порядком работы и консультаций' },
				{ number: '4.2', title: 'Знакомство с практиками эффективных школ и типовыми управленческими решениями' }
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
	dinskoyTransition,
	ownPlan,
	speedMeeting
]

/** What municipalities do themselves. No programme begins from one; plans that began from one earlier still name it. */
export const municipalRoadmaps: readonly Roadmap[] = [dinskoyCentre]

/** The roadmap with this id. Null: a plan may come from a roadmap that the app does not have. */
export function findRoadmap(id: string): Roadmap | null {
	return [...roadmaps, ...municipalRoadmaps].find((roadmap) => roadmap.id === id) ?? null
}
