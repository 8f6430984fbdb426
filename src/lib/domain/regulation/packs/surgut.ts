import { lessonChecklist } from '../checklists.ts'
import { underLabourLaw } from '../labour-law.ts'
import { fulfilledPlan, ownWish, unsaid } from '../roles.ts'

/**
 * Mentoring of teachers, Surgut, № 12-09-2022/2 of 12.09.2022. The text we have stops inside 4.9.1 and lacks the roadmap of annex
 * 2: the pair writes its own plan (S12), with the institute's help (S23).
 */
export const surgut = underLabourLaw({
	id: 'surgut',
	copyOf: null,
	title: 'Сургут: наставничество педагогических работников',
	order: {
		number: '12-09-2022/2',
		date: '2022-09-12',
		issuer: 'Департамент образования администрации города Сургута',
		title:
			'О внедрении и реализации системы (целевой модели) наставничества педагогических работников в муниципальных образовательных учреждениях, подведомственных департаменту образования'
	},
	inForce: { value: { from: '2022-09-12', until: null }, source: { rule: 'S1', clause: 'п. 1.13' } },
	mentee: { value: 'person', source: { rule: 'S3', clause: 'п. 1.3.5' } },
	roles: [
		{
			role: 'curator',
			kinds: [],
			of: 'organisation',
			title: 'Куратор реализации программ наставничества (из числа заместителей руководителя)',
			source: { rule: 'S5', clause: 'пп. 1.3.6, 4.6.2' }
		},
		{
			role: 'head',
			kinds: [],
			of: 'organisation',
			title: 'Руководитель образовательного учреждения',
			source: { rule: 'S7', clause: 'п. 4.6.1' }
		}
	],
	composition: null,
	supervision: [
		{
			kinds: ['school', 'additional'],
			relations: [],
			unit: 'МАУ «Информационно-методический центр»',
			source: { rule: 'S2', clause: 'приказ, п. 2' }
		},
		{
			kinds: ['preschool'],
			relations: [],
			unit: 'МКУ «Управление дошкольными образовательными учреждениями»',
			source: { rule: 'S2', clause: 'приказ, п. 2' }
		}
	],
	programTerm: { value: { minMonths: 3, maxMonths: 12 }, source: { rule: 'S10', clause: 'п. 1.3.7' } },
	mentorTermMonths: null,
	relations: {
		value: ['teacher-teacher', 'head-teacher', 'employer-student', 'lecturer-young-teacher'],
		others: 'allowed',
		source: { rule: 'S15', clause: 'пп. 2.3.1, 2.3.9, 2.3.10' }
	},
	forms: {
		value: ['traditional', 'group', 'virtual', 'short-term', 'reverse', 'situational', 'speed'],
		source: { rule: 'S15', clause: 'пп. 2.3.2–2.3.8' }
	},
	groupSize: { value: { min: 2, max: null }, source: { rule: 'S15', clause: 'п. 2.3.3' } },
	mentorConditions: [
		{
			id: 'confirmed-results',
			wording: 'Подтверждённые результаты педагогической деятельности, образцы лучших практик',
			check: { type: 'confirmed-results', contest: null },
			source: { rule: 'S4', clause: 'п. 3.2' }
		}
	],
	categories: [
		category('young-teacher', 'Молодой педагог, только пришедший в профессию'),
		category(
			'new-skill',
			'Опытный педагог, испытывающий потребность в освоении новой технологии или приобретении новых навыков'
		),
		category('new-in-team', 'Новый педагог в коллективе'),
		category('other-education', 'Педагог, имеющий непедагогическое профильное образование')
	],
	consents: [
		{ kind: 'duties', by: 'mentor', ofMinors: null, source: { rule: 'S18', clause: 'п. 4.6' } },
		// Taking part is voluntary (1.5), but only the mentor's consent is asked for in writing.
		{ kind: 'duties', by: 'mentee', ofMinors: null, source: null }
	],
	programRequired: { rule: 'S21', clause: 'пп. 3.3, 4.6.2' },
	programContent: {
		value: ['form', 'direction', 'difficulty', 'strength', 'activity'],
		source: { rule: 'S10', clause: 'п. 1.3.7' }
	},
	presentation: null,
	consultations: null,
	decisions: {
		...unsaid,
		order: {
			value: ['curator', 'head'],
			byDefault: ['curator'],
			source: { rule: 'S18', clause: 'пп. 4.6, 4.6.1' }
		}
	},
	completion: [fulfilledPlan, { ...ownWish, source: { rule: 'S14', clause: 'п. 1.5' } }],
	reports: [],
	monitoring: [
		{
			id: 'list-update',
			wording: 'Обновление сведений о педагогах, которых необходимо включить в наставническую деятельность',
			result: null,
			schedule: { type: 'every', months: 12 },
			source: { rule: 'S20', clause: 'п. 4.6.2' }
		},
		{
			id: 'effectiveness',
			wording: 'Мониторинг эффективности и результативности системы (целевой модели) наставничества',
			result: 'Итоговый аналитический отчёт',
			schedule: { type: 'undated' },
			source: { rule: 'S21', clause: 'п. 4.6.2' }
		}
	],
	process: [
		{
			wording: 'Подготовка условий для запуска программы наставничества',
			source: { rule: 'S17', clause: 'п. 4.1.1' }
		},
		{ wording: 'Формирование базы наставляемых', source: { rule: 'S17', clause: 'п. 4.1.2' } },
		{ wording: 'Формирование базы наставников', source: { rule: 'S17', clause: 'п. 4.1.3' } },
		{ wording: 'Отбор и обучение наставников', source: { rule: 'S17', clause: 'п. 4.1.4' } },
		{ wording: 'Формирование наставнических пар или групп', source: { rule: 'S17', clause: 'п. 4.1.5' } },
		{ wording: 'Организация работы наставнических пар или групп', source: { rule: 'S17', clause: 'п. 4.1.6' } },
		{ wording: 'Завершение наставничества', source: { rule: 'S17', clause: 'п. 4.1.7' } }
	],
	incentive: null,
	checklists: [lessonChecklist],
	remarks: [
		{
			wording: 'Куратор может быть сотрудником социального партнёра, но назначается из числа заместителей руководителя',
			source: { rule: 'S5', clause: 'пп. 1.3.6, 4.6.2' }
		},
		{
			wording:
				'Координатор МКУ «Центр диагностики и консультирования» назван без категории учреждений: подразделение указывают в карточке учреждения',
			source: { rule: 'S2', clause: 'приказ, п. 2' }
		}
	]
})

function category(id: string, wording: string) {
	return { id, wording, check: null, roadmapId: 'own-plan', source: { rule: 'S3', clause: 'п. 1.3.5' } }
}
