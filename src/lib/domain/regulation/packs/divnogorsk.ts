import { lessonChecklist, schoolChecklist } from '../checklists.ts'
import { underLabourLaw } from '../labour-law.ts'
import type { Schedule } from '../schema.ts'
import { anyForm, anyGroup, fulfilledPlan, unsaid } from '../roles.ts'

/**
 * Municipal roadmap of teacher mentoring 2022–2024, Divnogorsk, № 261 of 12.12.2022: almost entirely a calendar. «Ежегодно» without
 * a month means by the end of the year; a month means by its last day. Rows without a day («постоянно», «в течение периода
 * реализации») are tasks of the municipality's own roadmap, not dates.
 */
export const divnogorsk = underLabourLaw({
	id: 'divnogorsk',
	copyOf: null,
	title: 'Дивногорск: наставничество педагогических работников',
	order: {
		number: '261',
		date: '2022-12-12',
		issuer: 'Отдел образования администрации города Дивногорска',
		title:
			'Муниципальная дорожная карта по внедрению и реализации целевой модели наставничества педагогических работников на период 2022–2024 гг.'
	},
	inForce: { value: { from: '2022-12-12', until: '2024-12-31' }, source: { rule: 'V1', clause: 'приказ, п. 1' } },
	mentee: { value: 'person', source: { rule: 'V1', clause: 'приказ, п. 1' } },
	roles: [
		{
			role: 'curator',
			kinds: [],
			of: 'organisation',
			title: 'Куратор (заместитель руководителя, сопровождающий профессиональное развитие педагогов)',
			source: { rule: 'V2', clause: 'п. 2.2' }
		},
		{
			role: 'head',
			kinds: [],
			of: 'organisation',
			title: 'Руководитель образовательной организации',
			source: { rule: 'V2', clause: 'приказ, п. 2' }
		}
	],
	composition: null,
	supervision: [],
	programTerm: null,
	mentorTermMonths: null,
	relations: { value: ['teacher-teacher', 'head-teacher', 'lecturer-young-teacher'], source: null },
	forms: anyForm,
	groupSize: anyGroup,
	mentorConditions: [],
	categories: [
		{
			id: 'teacher',
			wording: 'Педагогический работник',
			check: null,
			roadmapId: 'own-plan',
			source: { rule: 'V1', clause: 'приказ, п. 1' }
		}
	],
	consents: [],
	programRequired: { rule: 'V8', clause: 'п. 3.4' },
	programContent: null,
	presentation: null,
	consultations: null,
	decisions: unsaid,
	completion: [fulfilledPlan],
	reports: [],
	monitoring: [
		row(
			'V5',
			'1.2',
			'organisation-roadmaps',
			'Разработка дорожных карт или программ организаций',
			'Дорожные карты, программы по развитию системы наставничества',
			{ type: 'once', on: '2022-12-31' }
		),
		row(
			'V5',
			'1.3',
			'local-acts',
			'Пакет локальных актов, методических рекомендаций',
			'Локальные акты, методические рекомендации',
			{
				type: 'once',
				on: '2022-12-31'
			}
		),
		row(
			'V5',
			'1.4',
			'pay',
			'Дополнения в Положение о системе оплаты труда для поддержки наставников',
			'Изменения в локальные акты образовательных организаций',
			{ type: 'once', on: '2022-12-31' }
		),
		row(
			'V6',
			'2.1',
			'informing',
			'Информирование организаций о реализации дорожной карты',
			'Информационные письма, материалы на сайте МКУ ГИМЦ',
			{ type: 'once', on: '2022-12-31' }
		),
		row('V6', '2.2', 'opening-seminar', 'Установочный семинар для кураторов организаций', 'Установочный вебинар', {
			type: 'once',
			on: '2023-01-31'
		}),
		row(
			'V21',
			'3.1',
			'conditions',
			'Создание условий для реализации системы наставничества в организациях',
			'Нормативное, распорядительное, программно-методическое и материально-техническое обеспечение',
			{ type: 'once', on: '2023-01-31' }
		),
		row('V9', '3.5', 'materials', 'Разработка методических материалов организаций', 'Методические материалы', {
			type: 'once',
			on: '2023-01-31'
		}),
		row(
			'V7',
			'2.6',
			'assessment-method',
			'Разработка методики оценки эффективности системы наставничества',
			'Методика оценки эффективности на уровне муниципалитета и организации',
			{ type: 'once', on: '2023-01-31' }
		),
		row('V10', '4.2', 'practices', 'Трансляция лучших практик: МАОП и РАОП', 'Комплекс мероприятий', {
			type: 'yearly-months',
			months: [3, 8]
		}),
		row(
			'V12',
			'5.1',
			'sites',
			'Мониторинг сайтов организаций на наличие локальных актов и методических рекомендаций',
			'Мониторинг сайтов ОО',
			{ type: 'yearly-months', months: [1, 5] }
		),
		row(
			'V13',
			'5.2',
			'involvement',
			'Мониторинг форм наставничества и включённости педагогов и обучающихся',
			'Данные о формах наставничества и включённости субъектов, информация о персонализированных программах',
			{ type: 'yearly-months', months: [1, 5] }
		),
		row(
			'V14',
			'5.3',
			'organisation-effectiveness',
			'Мониторинг реализации и эффективности программ на уровне организации',
			'Информационная справка',
			{ type: 'yearly', days: ['06-01'] }
		),
		row('V15', '5.4', 'target-model', 'Мониторинг региональной целевой модели', 'Информационная справка', {
			type: 'yearly-months',
			months: [12]
		}),
		row(
			'V16',
			'5.5',
			'regional-data',
			'Сбор и анализ данных для регионального мониторинга',
			'Данные, обобщённые на муниципальном уровне',
			{ type: 'yearly', days: ['07-01'] }
		),
		row('V17', '5.6', 'recommendations', 'Рекомендации и управленческие решения', 'Рекомендации', yearEnd()),
		row(
			'V17',
			'5.7',
			'analytic-report',
			'Аналитический отчёт по результатам мониторинга',
			'Аналитический отчёт',
			yearEnd()
		),
		row(
			'V18',
			'6.1',
			'organisation-control',
			'Контроль за реализацией системы и программ на уровне организаций',
			'Аналитические материалы',
			yearEnd()
		),
		row(
			'V18',
			'6.2',
			'municipal-control',
			'Контроль исполнения дорожной карты и соблюдения законодательства на уровне муниципалитета',
			'Контрольно-аналитические материалы',
			{ type: 'yearly-months', months: [9] }
		)
	],
	process: [],
	incentive: null,
	checklists: [schoolChecklist, lessonChecklist],
	remarks: [
		{
			wording: 'Приказ имеет № 261, а его приложение ссылается на № 267',
			source: { rule: 'V20', clause: 'приложение 1' }
		},
		{
			wording: 'Срок пункта 1.1 (апрель 2022 г.) прошёл до подписания приказа',
			source: { rule: 'V20', clause: 'п. 1.1' }
		}
	]
})

function row(rule: string, number: string, id: string, wording: string, result: string | null, schedule: Schedule) {
	return { id, wording, result, schedule, source: { rule, clause: `п. ${number}` } }
}

function yearEnd(): Schedule {
	return { type: 'yearly', days: ['12-31'] }
}
