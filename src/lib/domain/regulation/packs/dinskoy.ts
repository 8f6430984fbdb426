import { lessonChecklist, schoolChecklist } from '../checklists.ts'
import { underLabourLaw } from '../labour-law.ts'
import { anyGroup, fulfilledPlan, ownWish, unsaid } from '../roles.ts'

/**
 * Municipal mentoring centre for weak schools, Dinskoy district, № 78 of 12.02.2021. The pack covers its first direction, the
 * support of management teams. The second, the school of the management reserve (D20–D24), trains people for a register and forms
 * no pairs.
 */
export const dinskoy = underLabourLaw({
	id: 'dinskoy',
	copyOf: null,
	title: 'Динской район: муниципальный наставнический центр',
	order: {
		number: '78',
		date: '2021-02-12',
		issuer: 'Управление образования администрации муниципального образования Динской район',
		title: 'О создании муниципального наставнического центра'
	},
	inForce: { value: { from: '2021-02-12', until: null }, source: { rule: 'D1', clause: 'приказ' } },
	mentee: { value: 'team', source: { rule: 'D3', clause: 'раздел II; п. 3.7' } },
	roles: [
		{
			role: 'curator',
			kinds: [],
			title: 'Руководитель муниципального наставнического центра',
			source: { rule: 'D2', clause: 'п. 3.2' }
		},
		{ role: 'head', kinds: [], title: 'Начальник управления образования', source: { rule: 'D17', clause: 'п. 4.3.2' } }
	],
	composition: {
		wording: 'Состав муниципального наставнического центра',
		offices: [
			{
				id: 'member',
				wording: 'Член муниципального наставнического центра',
				holders: 'several',
				source: { rule: 'D2', clause: 'приказ, п. 1.3' }
			},
			{
				id: 'school-curator',
				wording: 'Куратор школы с низкими образовательными результатами (ШНОР)',
				holders: 'one-per-organisation',
				standings: ['low-results', 'stably-low'],
				source: { rule: 'D29', clause: 'приказ, п. 1.3; приложение 2, «Исследовательская деятельность», строка 11' }
			},
			{
				id: 'moderator',
				wording: 'Модератор информационного ресурса',
				holders: 'one',
				source: { rule: 'D2', clause: 'пп. 3.2, 6.3' }
			},
			{
				id: 'institute-curator',
				wording: 'Куратор из ГБОУ ИРО Краснодарского края',
				holders: 'one',
				source: { rule: 'D2', clause: 'п. 3.4' }
			}
		],
		source: { rule: 'D1', clause: 'приказ, п. 1.3; п. 3.3' }
	},
	supervision: [],
	programTerm: null,
	mentorTermMonths: null,
	relations: { value: ['head-team'], source: { rule: 'D3', clause: 'раздел II; п. 3.7' } },
	forms: { value: ['group', 'situational', 'virtual'], source: { rule: 'D18', clause: 'пп. 4.4, 4.6' } },
	groupSize: anyGroup,
	mentorConditions: [
		{
			id: 'organisation',
			wording:
				'Член управленческой команды эффективной, резильентной школы или школы со стабильно высокими результатами, специалист органа управления образованием или методической службы',
			check: {
				type: 'organisation',
				oneOf: ['effective', 'resilient', 'stably-high'],
				orKinds: ['authority', 'methodical']
			},
			source: { rule: 'D12', clause: 'п. 3.2' }
		}
	],
	categories: [
		{
			id: 'low-results-team',
			wording: 'Управленческая команда школы с низкими образовательными результатами (ШНОР)',
			check: { type: 'organisation', oneOf: ['low-results', 'stably-low'] },
			roadmapId: 'dinskoy-transition',
			source: { rule: 'D3', clause: 'пп. 1.4, 3.7' }
		},
		{
			id: 'difficult-conditions-team',
			wording: 'Управленческая команда школы, функционирующей в сложных социальных условиях (ШССУ)',
			check: { type: 'organisation', oneOf: ['difficult-conditions'] },
			roadmapId: 'dinskoy-transition',
			source: { rule: 'D3', clause: 'пп. 1.4, 3.7' }
		}
	],
	// Taking part is voluntary (1.6); nothing asks for a consent in writing.
	consents: [{ kind: 'duties', by: 'mentee', ofMinors: null, source: null }],
	programRequired: { rule: 'D16', clause: 'п. 4.3.2' },
	programContent: null,
	presentation: {
		value: {
			wording:
				'Программа перехода школы в режим эффективного функционирования и развития или отдельный проект проходит публичную презентацию; получившие положительную оценку рекомендуются для внесения в программу развития',
			panel: [
				'Куратор из ГБОУ ИРО Краснодарского края',
				'Начальник или заместитель начальника муниципального органа управления образованием',
				'Руководитель наставнического центра',
				'Администрация школы'
			]
		},
		source: { rule: 'D17', clause: 'пп. 4.3.2, 4.3.3' }
	},
	consultations: { firstTo: 'mentor', source: { rule: 'D18', clause: 'п. 4.4' } },
	decisions: unsaid,
	completion: [fulfilledPlan, { ...ownWish, source: { rule: 'D6', clause: 'п. 1.6' } }],
	reports: [
		{
			id: 'mentor-report',
			wording: 'Отчёт о работе наставника',
			by: 'mentor',
			schedule: { type: 'once', on: '2021-06-30' },
			source: { rule: 'D29', clause: 'приложение 2, «Информационная деятельность», строка 5' }
		}
	],
	monitoring: [
		{
			id: 'competences',
			wording: 'Мониторинг профессиональных компетенций членов управленческих команд',
			result: 'Адресные рекомендации',
			schedule: { type: 'undated' },
			source: { rule: 'D19', clause: 'пп. 4.6, 7.2' }
		},
		{
			id: 'team-expertise',
			wording: 'Экспертиза эффективности деятельности управленческих команд',
			result: null,
			schedule: { type: 'once', on: '2021-06-30' },
			source: { rule: 'D14', clause: 'п. 4.2; приложение 2, «Исследовательская деятельность», строка 6' }
		},
		{
			id: 'results-dynamics',
			wording: 'Мониторинг по выявлению динамики изменений образовательных результатов',
			result: null,
			schedule: { type: 'once', on: '2021-08-31' },
			source: { rule: 'D27', clause: 'приложение 2, «Исследовательская деятельность», строка 18' }
		},
		{
			id: 'mentor-satisfaction',
			wording: 'Мониторинг личной удовлетворённости участием в качестве наставника',
			result: null,
			schedule: { type: 'once', on: '2021-12-31' },
			source: { rule: 'D29', clause: 'приложение 2, «Исследовательская деятельность», строка 26' }
		}
	],
	process: [
		{ wording: 'Исследовательская деятельность', source: { rule: 'D13', clause: 'пп. 4.1, 4.2' } },
		{ wording: 'Проектная деятельность', source: { rule: 'D13', clause: 'пп. 4.1, 4.3' } },
		{ wording: 'Консультационная деятельность', source: { rule: 'D13', clause: 'пп. 4.1, 4.4' } },
		{ wording: 'Информационная деятельность', source: { rule: 'D13', clause: 'пп. 4.1, 4.5' } }
	],
	incentive: null,
	checklists: [schoolChecklist, lessonChecklist],
	remarks: [
		{
			wording:
				'Направлений два: поддержка команд ШНОР и ШССУ и школа управленческого резерва. Здесь — первое: второе готовит людей к реестру резерва и пар не образует',
			source: { rule: 'D4', clause: 'п. 3.7' }
		},
		{
			wording: 'В плане приказа от 12.02.2021 есть строки со сроком «январь 2021»',
			source: { rule: 'D31', clause: 'приложение 2' }
		},
		{
			wording: 'Руководитель центра назван и руководителем МНЦ, и руководителем НМЦ; модератор — и ЦРО, и ЦПО',
			source: { rule: 'D31', clause: 'приложение 2' }
		}
	]
})
