import { lessonChecklist } from '../checklists.ts'
import { underLabourLaw } from '../labour-law.ts'
import { anyForm, anyGroup, fulfilledPlan, unsaid } from '../roles.ts'

/**
 * Mentoring of pupils and students, Tomsk region, № 420-р / № 261 of 27.05.2020. The steps are those of the school's roadmap. What
 * it calls forms («ученик – ученик») are relations here. Special groups of pupils (R5) are no category: the product does not store
 * such attributes of a person.
 */
export const tomskRegion = underLabourLaw({
	id: 'tomsk-region',
	copyOf: null,
	title: 'Томская область: наставничество обучающихся',
	order: {
		number: '420-р / 261',
		date: '2020-05-27',
		issuer: 'Департамент общего образования и Департамент профессионального образования Томской области',
		title: 'О внедрении и реализации в Томской области методологии (целевой модели) наставничества обучающихся'
	},
	inForce: {
		value: { from: '2020-06-01', until: '2024-12-31' },
		source: { rule: 'R2', clause: 'п. 1, подп. 3' }
	},
	mentee: { value: 'person', source: { rule: 'R4', clause: 'п. 3.2' } },
	roles: [
		{
			role: 'curator',
			kinds: ['college'],
			of: 'organisation',
			title: 'Педагог-навигатор',
			source: { rule: 'R8', clause: 'п. 8, подп. 2' }
		},
		{
			role: 'curator',
			kinds: [],
			of: 'organisation',
			title: 'Куратор внедрения целевой модели наставничества',
			source: { rule: 'R8', clause: 'п. 7, подп. 2' }
		},
		{
			role: 'head',
			kinds: [],
			of: 'organisation',
			title: 'Руководитель образовательной организации',
			source: { rule: 'R8', clause: 'пп. 7, 8' }
		}
	],
	composition: null,
	supervision: [
		{
			kinds: [],
			relations: ['pupil-pupil', 'student-pupil', 'employer-pupil', 'teacher-pupil'],
			unit: 'ОГБУ «Региональный центр развития образования»',
			source: { rule: 'R4', clause: 'п. 3.2, подп. 1' }
		},
		{
			kinds: [],
			relations: ['teacher-teacher'],
			unit: 'ОГБУ ДПО «Томский областной институт повышения квалификации и переподготовки работников образования»',
			source: { rule: 'R4', clause: 'п. 3.2, подп. 2' }
		},
		{
			kinds: [],
			relations: ['employer-student', 'student-student', 'lecturer-student'],
			unit: 'ОГБУ ДПО «Региональный центр развития профессиональных компетенций»',
			source: { rule: 'R4', clause: 'п. 3.2, подп. 3' }
		}
	],
	programTerm: null,
	mentorTermMonths: null,
	relations: {
		value: [
			'pupil-pupil',
			'student-pupil',
			'employer-pupil',
			'teacher-pupil',
			'teacher-teacher',
			'employer-student',
			'student-student',
			'lecturer-student'
		],
		source: { rule: 'R4', clause: 'п. 3.2' }
	},
	forms: anyForm,
	groupSize: anyGroup,
	mentorConditions: [],
	categories: [category('pupil', 'Ученик'), category('student', 'Студент'), category('teacher', 'Учитель')],
	consents: [
		{
			kind: 'personal-data',
			by: 'mentee',
			ofMinors: 'representative',
			source: { rule: 'R11', clause: 'шаги 5, 6' }
		},
		{
			kind: 'personal-data',
			by: 'mentor',
			ofMinors: 'representative',
			source: { rule: 'R11', clause: 'шаги 5, 10' }
		}
	],
	// An organisation has a programme for each form of mentoring (R8), not for each pair.
	programRequired: null,
	programContent: null,
	presentation: null,
	consultations: null,
	decisions: {
		...unsaid,
		order: { value: ['curator', 'head'], byDefault: ['curator'], source: { rule: 'R18', clause: 'шаг 19' } }
	},
	completion: [fulfilledPlan],
	reports: [],
	monitoring: [
		step(
			'entry-assessment',
			'R15',
			'шаги 9, 12',
			'Оценка участников по заданным параметрам, необходимым для будущего сравнения и мониторинга влияния программ'
		),
		step('feedback', 'R20', 'шаг 24', 'Сбор обратной связи от участников программы наставничества'),
		step(
			'satisfaction',
			'R21',
			'шаг 27',
			'Анкетирование участников. Мониторинг личной удовлетворённости участием в программе наставничества'
		),
		step('quality', 'R22', 'шаг 30', 'Мониторинг качества реализации программы наставничества'),
		step(
			'exit-assessment',
			'R22',
			'шаг 31',
			'Оценка участников по заданным параметрам, второй этап мониторинга влияния программы на всех участников'
		),
		step('bank-results', 'R24', 'шаг 34', 'Внесение данных об итогах в базу наставников и базу наставляемых')
	],
	process: [],
	incentive: null,
	checklists: [lessonChecklist],
	remarks: [
		{
			wording: 'В шаге 18 напечатано «соединение и соединение»; приложений 2–5 в тексте нет',
			source: { rule: 'R26', clause: 'шаг 18; п. 3.3' }
		},
		{
			wording:
				'В дорожной карте колледжа нет шага с распоряжением о парах: шаг 19 — только школы. Приказ о паре колледжа — от программы, не от положения',
			source: { rule: 'R29', clause: 'дорожная карта колледжа, шаги 1–10' }
		},
		{
			wording: 'Наставники «от производства» — не работники колледжа: их организация — предприятие',
			source: { rule: 'R29', clause: 'дорожная карта колледжа, шаги 3, 5, 7, 8' }
		}
	]
})

function category(id: string, wording: string) {
	const source = { rule: 'R4', clause: 'п. 3.2' }
	return { id, wording, check: null, roadmapId: 'tomsk-region-meetings', source }
}

function step(id: string, rule: string, clause: string, wording: string) {
	return { id, wording, result: null, schedule: { type: 'undated' as const }, source: { rule, clause } }
}
