import { dinskoyCentre } from './dinskoy-centre.ts'
import { numbered, type Roadmap } from './roadmap.ts'
import { beginnerHead, lowAssessment, lowResultsSchool, reservist } from './tomsk.ts'

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
				{ number: '20', title: 'Проведение первой, организационной, встречи наставника и наставляемого' },
				{ number: '21', title: 'Проведение второй, пробной рабочей, встречи наставника и наставляемого' },
				{
					number: '22',
					title:
						'Проведение встречи-планирования рабочего процесса в рамках программы наставничества с наставником и наставляемым'
				},
				{ number: '23', title: 'Регулярные встречи наставника и наставляемого' },
				{ number: '24', title: 'Сроки сбора обратной связи от участников программы наставничества' },
				{ number: '25', title: 'Проведение заключительной встречи наставника и наставляемого' },
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
		numbered(1, 'Исследовательская деятельность', null, [
			'Тестирование руководителя и заместителей: дефициты в управлении',
			'Экспертиза эффективности управленческой команды',
			'Изучение локальных актов и планов школы',
			'Беседы с администрацией и педагогами, посещение уроков',
			'Модели процессов школы: слабые места управления'
		]),
		numbered(2, 'Проектная деятельность', null, [
			'Цели перехода школы в режим эффективного функционирования и развития',
			'Меры по каждой цели, сроки и ответственные',
			'Программа перехода или отдельный проект: согласованный текст',
			'Публичная презентация программы или проекта',
			'Решение по итогам презентации: что внести в программу развития школы'
		]),
		numbered(3, 'Консультационная деятельность', null, [
			{ title: 'Консультации наставника, очные или дистанционные', deadline: 'по запросу' },
			{ title: 'Консультации других специалистов центра', deadline: 'по запросу' },
			'Адресные рекомендации по итогам мониторинга компетенций команды'
		]),
		numbered(4, 'Информационная деятельность', null, [
			'Знакомство команды со сроками и порядком работы и консультаций',
			'Знакомство с практиками эффективных школ и типовыми управленческими решениями'
		])
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
