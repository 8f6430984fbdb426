import { lessonChecklist, schoolChecklist } from '../checklists.ts'
import { underLabourLaw } from '../labour-law.ts'
import { fulfilledPlan, unsaid } from '../roles.ts'

/** Mentoring of school heads, Tomsk city, № 100р of 20.02.2024. Wordings are shortened, never changed in sense. */
export const tomskCity = underLabourLaw({
	id: 'tomsk-city',
	copyOf: null,
	title: 'Томск: наставничество руководителей',
	order: {
		number: '100р',
		date: '2024-02-20',
		issuer: 'Департамент образования администрации Города Томска',
		title: 'Положение о наставничестве руководителей муниципальных образовательных учреждений'
	},
	inForce: { value: { from: '2024-02-20', until: null }, source: { rule: 'T1', clause: 'п. 10.1' } },
	mentee: { value: 'person', source: { rule: 'T6', clause: 'п. 1.2.3' } },
	roles: [
		{ role: 'curator', kinds: [], title: 'Куратор', source: { rule: 'T7', clause: 'п. 1.2.4' } },
		{ role: 'head', kinds: [], title: 'Начальник департамента образования', source: { rule: 'T8', clause: 'п. 3.2' } }
	],
	composition: null,
	supervision: [
		{
			kinds: ['school'],
			relations: [],
			unit: 'Комитет по общему образованию',
			source: { rule: 'T2', clause: 'распоряжение, пп. 2, 3' }
		},
		{
			kinds: ['preschool'],
			relations: [],
			unit: 'Комитет по дошкольному образованию',
			source: { rule: 'T2', clause: 'распоряжение, пп. 2, 3' }
		},
		{
			kinds: ['additional'],
			relations: [],
			unit: 'Отдел воспитания и дополнительного образования',
			source: { rule: 'T2', clause: 'распоряжение, пп. 2, 3' }
		}
	],
	programTerm: { value: { minMonths: 24, maxMonths: 24 }, source: { rule: 'T9', clause: 'п. 1.2.6' } },
	mentorTermMonths: { value: 24, source: { rule: 'T28', clause: 'п. 3.4' } },
	relations: { value: ['head-head', 'reservist-head'], source: { rule: 'T12', clause: 'п. 2.4' } },
	forms: {
		value: ['traditional', 'group', 'virtual', 'short-term', 'situational', 'speed'],
		source: { rule: 'T13', clause: 'п. 2.4' }
	},
	groupSize: { value: { min: 2, max: null }, source: { rule: 'T13', clause: 'п. 2.4' } },
	mentorConditions: [
		{
			id: 'years-as-head',
			wording: 'Стаж работы в должности руководителя образовательной организации г. Томска не менее 5 лет',
			check: { type: 'years-as-head', atLeast: 5, inMunicipality: true },
			source: { rule: 'T29', clause: 'п. 3.5' }
		},
		{
			id: 'confirmed-results',
			wording: 'Подтверждённые результаты успешной (эффективной) управленческой деятельности',
			check: { type: 'achievements' },
			source: { rule: 'T30', clause: 'п. 3.5' }
		},
		{
			id: 'contest-place',
			wording:
				'Победа, призовое место или звание лауреата конкурса профессионального мастерства по должности «руководитель образовательной организации» регионального или всероссийского уровня',
			check: { type: 'confirmed-results', contest: { levels: ['regional', 'national'], asHead: true } },
			source: { rule: 'T30', clause: 'п. 3.5' }
		},
		{
			id: 'assessment',
			wording: 'Положительное заключение по результатам оценки эффективности деятельности руководителя: 81–100 %',
			check: { type: 'assessment', atLeast: 81 },
			source: { rule: 'T31', clause: 'п. 3.5, сноска 1' }
		},
		{
			id: 'mentoring-course',
			wording: 'Удостоверение (сертификат) о повышении квалификации по программе наставничества',
			check: { type: 'mentoring-course' },
			source: { rule: 'T32', clause: 'п. 3.5' }
		}
	],
	categories: [
		{
			id: 'beginner-head',
			wording: 'Вновь назначенный руководитель образовательной организации',
			check: null,
			roadmapId: 'tomsk-beginner-head',
			source: { rule: 'T33', clause: 'пп. 3.6.1, 3.7.1, приложение 1' }
		},
		{
			id: 'reservist',
			wording: 'Педагогический работник, включённый в резерв управленческих кадров',
			check: null,
			roadmapId: 'tomsk-reservist',
			source: { rule: 'T33', clause: 'пп. 3.6.1, 3.7.2, приложение 2' }
		},
		{
			id: 'low-results-school',
			wording: 'Руководитель школы с низкими образовательными результатами',
			check: { type: 'organisation', oneOf: ['low-results'] },
			roadmapId: 'tomsk-low-results-school',
			source: { rule: 'T33', clause: 'пп. 3.6.1, 3.7.3, приложение 3' }
		},
		{
			id: 'low-assessment',
			wording: 'Руководитель, общий результат оценки эффективности которого 50 % и ниже',
			check: { type: 'assessment', atMost: 50 },
			roadmapId: 'tomsk-low-assessment',
			source: { rule: 'T33', clause: 'пп. 3.6.1, 3.7.4, приложение 4' }
		}
	],
	consents: [
		{ kind: 'duties', by: 'mentor', ofMinors: null, source: { rule: 'T16', clause: 'п. 3.2' } },
		{ kind: 'duties', by: 'mentee', ofMinors: null, source: { rule: 'T16', clause: 'п. 3.2' } }
	],
	programRequired: { rule: 'T36', clause: 'п. 4.2' },
	programContent: {
		value: ['form', 'direction', 'difficulty', 'strength', 'activity'],
		source: { rule: 'T9', clause: 'п. 1.2.6' }
	},
	presentation: null,
	consultations: null,
	decisions: {
		order: { value: ['curator', 'head'], source: { rule: 'T40', clause: 'п. 6.2' } },
		extend: { value: ['mentor', 'mentee', 'curator', 'head'], source: { rule: 'T44', clause: 'п. 7.2' } },
		change: { value: ['mentor', 'mentee', 'curator', 'head'], source: { rule: 'T44', clause: 'п. 7.2' } },
		// The petition goes to the curator. The head appointed the mentor by an order, and ends the appointment by one.
		release: {
			value: ['mentor', 'curator', 'head'],
			byDefault: ['head'],
			source: { rule: 'T35', clause: 'п. 4.1' }
		},
		replace: {
			value: ['mentee', 'curator', 'head'],
			byDefault: ['head'],
			source: { rule: 'T37', clause: 'п. 5.1' }
		},
		// 7.2 is about corrections; nothing says who approves a programme for the first time.
		edition: unsaid.edition,
		closure: unsaid.closure
	},
	completion: [
		{ ...fulfilledPlan, source: { rule: 'T41', clause: 'п. 7.1' } },
		{
			id: 'participants',
			wording: 'По инициативе наставника или наставляемого либо по обоюдному решению, по уважительным обстоятельствам',
			by: ['mentor', 'mentee'],
			needs: 'ground',
			source: { rule: 'T42', clause: 'п. 7.1' }
		},
		{
			id: 'curator',
			wording: 'По инициативе куратора: ненадлежащее исполнение программы, форс-мажор',
			by: ['curator'],
			needs: 'ground',
			source: { rule: 'T43', clause: 'п. 7.1' }
		}
	],
	reports: [
		{
			id: 'mentor-half-year',
			wording: 'Отчёт руководителя, осуществляющего функции наставника',
			by: 'mentor',
			schedule: { type: 'yearly', days: ['06-10', '12-10'] },
			source: { rule: 'T3', clause: 'распоряжение, п. 3' }
		},
		{
			id: 'stage-result',
			wording: 'Результат этапа: информационная или аналитическая справка, аналитический отчёт',
			by: 'mentor',
			schedule: { type: 'each-stage' },
			categories: ['low-results-school', 'low-assessment'],
			source: { rule: 'T55', clause: 'приложения 3, 4' }
		}
	],
	monitoring: [
		{
			id: 'list-update',
			wording:
				'Обновление сведений о руководителях и резервистах, которых необходимо включить в наставническую деятельность',
			result: null,
			schedule: { type: 'every', months: 12 },
			source: { rule: 'T19', clause: 'п. 3.3' }
		},
		{
			id: 'effectiveness',
			wording:
				'Мониторинг эффективности и результативности системы наставничества, оценка вовлечённости наставляемых в различные формы наставничества',
			result: 'Итоговый аналитический отчёт',
			schedule: { type: 'undated' },
			source: { rule: 'T26', clause: 'п. 3.3' }
		}
	],
	process: [],
	incentive: {
		tiers: {
			value: [
				{ mentees: 1, salaries: 3 },
				{ mentees: 2, salaries: 4 },
				{ mentees: 3, salaries: 5 }
			],
			source: { rule: 'T47', clause: 'п. 9.3' }
		},
		grounds: [
			{ id: 'plan', wording: 'Невыполнение программы, дорожной карты', source: { rule: 'T48', clause: 'п. 9.3' } },
			{
				id: 'reports',
				wording: 'Отсутствие отчётов о выполнении программы',
				source: { rule: 'T48', clause: 'п. 9.3' }
			},
			{ id: 'events', wording: 'Неучастие в мероприятиях наставников', source: { rule: 'T48', clause: 'п. 9.3' } },
			{
				id: 'materials',
				wording: 'Отсутствие аналитических и методических материалов',
				source: { rule: 'T48', clause: 'п. 9.3' }
			}
		]
	},
	checklists: [schoolChecklist, lessonChecklist],
	remarks: [
		{
			wording: 'В заголовках приложений указаны четыре разные даты и номера распоряжения',
			source: { rule: 'T58', clause: 'приложения 1–4' }
		},
		{
			wording: 'Два абзаца о полномочиях начальника департамента напечатаны дважды',
			source: { rule: 'T58', clause: 'п. 3.2' }
		}
	]
})
