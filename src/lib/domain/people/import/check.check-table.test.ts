import { describe, expect, it } from 'vitest'
import type { Problem } from './cells.ts'
import { checkTable, kindInName, recogniseColumns, unknownOrganisations } from './check.ts'
import { check, checkCells, context, finish } from './testing/tables.ts'

const viktor = { ФИО: 'Ковалёв Виктор Андреевич' }
const irina = { ФИО: 'Лаптева Ирина Сергеевна', Категория: 'резервист', Запрос: 'Как выстроить команду' }

describe('[T22] columns are recognised by their headings', () => {
	it('however a curator writes them, below a title, numbers and unknown columns left out', () => {
		const table = [
			['Банк наставников города на 2026 год', '', ''],
			['№ п/п', 'Ф.И.О. (полностью)', 'Место работы:', 'Часов в месяц', 'Дефициты'],
			['1', 'Ковалёв Виктор Андреевич', 'школа №4', '12 ч.', '']
		]
		expect(recogniseColumns('mentors', table)).toEqual({
			headerIndex: 1,
			columnIds: [null, 'fullName', 'organisation', 'hoursPerMonth', null]
		})
		expect(check('mentors', table)).toMatchObject([
			{
				line: 3,
				label: 'Ковалёв Виктор Андреевич',
				errors: [],
				row: { familyName: 'Ковалёв', organisationId: 'school-4', entry: { hoursPerMonth: 12 } }
			}
		])
	})

	it('the first of two alike is taken', () => {
		expect(recogniseColumns('mentees', [['ФИО', 'Фамилия Имя Отчество', 'Затруднения', 'Дефициты']]).columnIds).toEqual(
			['fullName', null, 'difficulties', null]
		)
	})

	it('without any the whole table waits for the curator', () => {
		expect(recogniseColumns('mentors', [['Иванов', '12']])).toEqual({ headerIndex: -1, columnIds: [null, null] })
	})
})

describe('[T22] what is stored, and probably not meant', () => {
	it.each([
		['a name in Latin capitals', { ФИО: 'PETROV IVAN', Должность: 'Директор' }, ['latin', 'capitals']],
		['one Latin letter that looks like a Russian one', { ФИО: 'Пeтров Иван', Должность: 'Директор' }, ['latin']],
		['a name in capitals', { ФИО: 'ПЕТРОВ ИВАН', Должность: 'Директор' }, ['capitals']],
		['nobody’s post', { ФИО: 'Петров Иван', Должность: '—' }, ['no-post']],
		['no post where the table has no posts', { ФИО: 'Петров Иван' }, []],
		['nothing of that', { ФИО: 'Петров И. П.', Должность: 'Директор' }, []]
	])('%s is pointed out', (_, cells, doubts) => {
		expect(checkCells('mentors', cells)).toMatchObject({ errors: [], doubts })
	})
})

describe('[T22] organisations that the municipality does not have', () => {
	it('are named once each, however often the rows name them', () => {
		const rows = check('mentors', [
			['ФИО', 'Организация'],
			['Ковалёв Виктор', 'Лицей № 40'],
			['Седов Олег', 'ЛИЦЕЙ №40'],
			['Новикова Дарья', 'Школа № 4'],
			['Шубина Вера', 'СОШ 4'],
			['Панова Ольга', 'Колледж связи']
		])
		expect(unknownOrganisations(rows).map(({ name }) => name)).toEqual(['Лицей № 40', 'Колледж связи'])
	})

	it.each([
		['МАОУ СОШ № 40', 'school'],
		['МБДОУ «Детский сад № 22»', 'preschool'],
		['Томский техникум информационных технологий', 'college'],
		['Центр «Планирование карьеры»', null]
	])('%s says its kind: %s', (name, kind) => {
		expect(kindInName(name)).toBe(kind)
	})
})

describe('[T22] what a cell may be', () => {
	it.each<[string, Record<string, string>, object]>([
		['initials', { ФИО: 'Ковалёв В.А.' }, { familyName: 'Ковалёв', givenName: 'В.', patronymic: 'А.' }],
		[
			'signs that nobody sees',
			{ ФИО: '\uFEFFКова\u00ADлёв\u200B Виктор\u2060 Анд\uFEFFреевич' },
			{ familyName: 'Ковалёв', givenName: 'Виктор', patronymic: 'Андреевич' }
		],
		['initials in front', { ФИО: 'В. А. Ковалёв' }, { familyName: 'Ковалёв', givenName: 'В.', patronymic: 'А.' }],
		['a patronymic of two words', { ФИО: 'Алиев Вагиф Гасан оглы' }, { patronymic: 'Гасан оглы' }],
		['names apart', { Фамилия: 'Ковалёв', Имя: 'Виктор', Отчество: '-' }, { givenName: 'Виктор', patronymic: '' }],
		['an organisation in full', { ...viktor, Школа: 'МАОУ СОШ № 4 г. Томска' }, { organisationId: 'school-4' }],
		['a kindergarten', { ...viktor, Организация: 'МБДОУ "Детский сад №22"' }, { organisationId: 'kindergarten-22' }],
		['a dash for nothing', { ...viktor, Должность: '—', Компетенции: '-' }, { entry: {} }],
		['a comma in a number', { ...viktor, 'Часы в месяц': '7,5' }, { entry: { hoursPerMonth: 7.5 } }],
		[
			'several lines',
			{ ...viktor, Компетенции: 'Право;\nФинансы ; ' },
			{ entry: { competences: ['Право', 'Финансы'] } }
		],
		[
			'a proof',
			{ ...viktor, Достижения: 'Лидер | Грамота № 12' },
			{ entry: { achievements: [{ title: 'Лидер', proof: 'Грамота № 12' }] } }
		],
		['forms', { ...viktor, Формы: 'Групповая, дистанционно' }, { entry: { forms: ['group', 'virtual'] } }],
		[
			'an assessment',
			{ ...viktor, 'Оценка эффективности': '92 % на 15.03.2026' },
			{ entry: { assessments: [{ share: 92, on: '2026-03-15' }] } }
		],
		[
			'its day elsewhere',
			{ ...viktor, Оценка: '92', 'Дата оценки': '15.03.2026' },
			{ entry: { assessments: [{ share: 92, on: '2026-03-15' }] } }
		],
		['a phone', { ...viktor, 'Тел.': '8 (3822) 51-22-33' }, { entry: { phone: '8 (3822) 51-22-33' } }],
		[
			'a phone as Excel keeps it',
			{ ...viktor, 'Контактный телефон': '89131234567' },
			{ entry: { phone: '89131234567' } }
		],
		['an address', { ...viktor, 'E-mail': 'kovalev@school4.example' }, { entry: { email: 'kovalev@school4.example' } }],
		[
			'years under a heading with their unit',
			{ ...viktor, Организация: 'Школа № 4', 'Стаж руководства, лет': '7' },
			{ headSince: '2019-11-21' }
		],
		[
			'years as head',
			{ ...viktor, Организация: 'Школа № 4', 'Стаж руководителем': '7 лет 3 мес.' },
			{ headSince: '2019-08-21' }
		],
		[
			'a term',
			{ ...viktor, 'Наставник с': '15.09.2026', 'Наставник по': '14.09.2028' },
			{ entry: { term: { from: '2026-09-15', until: '2028-09-14' } } }
		]
	])('of a mentor: %s', (_, cells, row) => {
		expect(checkCells('mentors', cells)).toMatchObject({ errors: [], row })
	})

	it.each([
		['01.09.2024', '2024-09-01'],
		['1.9.24', '2024-09-01'],
		['1/9/2024', '2024-09-01'],
		['01.09.2024 г.', '2024-09-01'],
		['1 сентября 2024 года', '2024-09-01'],
		['3 мая 1975 г.', '1975-05-03'],
		['15.04.68', '1968-04-15'],
		['2024-09-01', '2024-09-01'],
		['2024-09-01T00:00:00.000Z', '2024-09-01'],
		['45536', '2024-09-01']
	])('a day: %s', (text, day) => {
		expect(checkCells('mentees', { ...irina, 'Дата внесения': text })).toMatchObject({
			row: { entry: { enteredOn: day } }
		})
	})

	it.each([
		['резервист', 'reservist'],
		['Вновь назначенный руководитель образовательной организации', 'beginner-head'],
		['низкие результаты', 'low-results-school'],
		['low-assessment', 'low-assessment']
	])('[T33] a category: %s', (text, categoryId) => {
		expect(checkCells('mentees', { ...irina, Категория: text })).toMatchObject({
			errors: [],
			row: { entry: { categoryId } }
		})
	})

	it('[D7] of an organisation: what it is, and its indices', () => {
		const cells = {
			Название: 'Школа № 9',
			Вид: 'СОШ',
			Статусы: 'ШНОР, зона риска',
			Год: '2026',
			ИОР: '0,42',
			ИСБШ: '0,51',
			'Углублённое изучение': 'Нет'
		}
		expect(checkCells('organisations', cells)).toMatchObject({
			errors: [],
			row: {
				name: 'Школа № 9',
				kind: 'school',
				isAdvanced: false,
				standings: ['low-results', 'at-risk'],
				years: [{ year: 2026, results: 0.42, wellBeing: 0.51, differentiation: null, partTimeShare: null }]
			}
		})
	})
})

describe('[T22] an error names the row, the column, what was found and what is expected', () => {
	it.each<['mentors' | 'mentees' | 'organisations', Record<string, string>, string, string, Problem]>([
		['mentors', { ФИО: '', Должность: 'Директор' }, 'Фамилия', '', { code: 'missing' }],
		['mentors', { ФИО: 'Ковалёв' }, 'ФИО', 'Ковалёв', { code: 'not-a-name' }],
		['mentors', { ФИО: 'Ковалёв 2 Виктор' }, 'ФИО', 'Ковалёв 2 Виктор', { code: 'not-a-name' }],
		['mentors', { Фамилия: '123', Имя: 'Виктор' }, 'Фамилия', '123', { code: 'not-a-name' }],
		[
			'mentees',
			{ ...irina, Запрос: 'а'.repeat(4_001) },
			'Запрос',
			'а'.repeat(4_001),
			{ code: 'too-long', most: 4_000 }
		],
		['mentors', { ...viktor, Телефон: '12345' }, 'Телефон', '12345', { code: 'form', example: '+7 3822 00-00-00' }],
		['mentors', { ...viktor, 'Часы в месяц': 'много' }, 'Часы в месяц', 'много', { code: 'form', example: '12,5' }],
		['mentors', { ...viktor, 'Часы в месяц': '900' }, 'Часы в месяц', '900', { code: 'range', min: 0, max: 200 }],
		[
			'mentors',
			{ ...viktor, Организация: 'Школа № 44' },
			'Организация',
			'Школа № 44',
			{ code: 'unknown-organisation', alike: [] }
		],
		[
			'mentors',
			{ ...viktor, Организация: 'Лицей № 6' },
			'Организация',
			'Лицей № 6',
			{ code: 'unknown-organisation', alike: [{ id: 'gymnasium-6', name: 'Гимназия № 6' }] }
		],
		[
			'mentors',
			{ ...viktor, Оценка: '92' },
			'Оценка эффективности',
			'92',
			{ code: 'form', example: '92 % на 15.03.2026' }
		],
		[
			'mentors',
			{ ...viktor, Оценка: '120', 'Дата оценки': '15.03.2026' },
			'Оценка эффективности',
			'120',
			{ code: 'range', min: 0, max: 100 }
		],
		[
			'mentors',
			{ ...viktor, 'Стаж руководителем': '7' },
			'Стаж руководителем',
			'7',
			{ code: 'needs', heading: 'Организация' }
		],
		[
			'mentors',
			{ ...viktor, 'Наставник с': '15.09.2026' },
			'Наставник с',
			'15.09.2026',
			{ code: 'needs', heading: 'Наставник по' }
		],
		[
			'mentors',
			{ ...viktor, 'Наставник с': '15.09.2026', 'Наставник по': '14.09.2026' },
			'Наставник по',
			'14.09.2026',
			{ code: 'form', example: '≥ 15.09.2026' }
		],
		[
			'mentors',
			{ ...viktor, Должность: 'я'.repeat(301) },
			'Должность',
			'я'.repeat(301),
			{ code: 'too-long', most: 300 }
		],
		[
			'mentees',
			{ ...irina, 'Дата рождения': '31.02.2009' },
			'Дата рождения',
			'31.02.2009',
			{ code: 'form', example: '01.09.2024' }
		],
		[
			'mentees',
			{ ...irina, 'Дата внесения': 'сентябрь 2024' },
			'Дата внесения',
			'сентябрь 2024',
			{ code: 'form', example: '01.09.2024' }
		],
		[
			'mentees',
			{ ...irina, Представитель: 'Лаптев С. П.' },
			'Представитель',
			'Лаптев С. П.',
			{ code: 'needs', heading: 'Контакт представителя' }
		],
		[
			'mentors',
			{ ФИО: 'Ковалёв Виктор', 'Дата внесения': '01.09.2099' },
			'Дата внесения',
			'01.09.2099',
			{ code: 'future' }
		],
		[
			'mentors',
			{ ФИО: 'Ковалёв Виктор', 'Дата внесения': '31.12.9999' },
			'Дата внесения',
			'31.12.9999',
			{ code: 'form', example: '01.09.2024' }
		],
		[
			'organisations',
			{ Название: 'Школа № 9', Вид: 'замок' },
			'Вид',
			'замок',
			expect.objectContaining({ code: 'not-one-of' }) as Problem
		],
		[
			'organisations',
			{ Название: 'Школа № 9', Вид: 'школа', ИОР: '0,4' },
			'ИОР',
			'0,4',
			{ code: 'needs', heading: 'Год' }
		],
		[
			'organisations',
			{ Название: 'Школа № 9', Вид: 'школа', Год: '2026', ИОР: '42' },
			'ИОР',
			'42',
			{ code: 'range', min: 0, max: 1 }
		]
	])('%s: %o', (kind, cells, heading, value, problem) => {
		const row = checkCells(kind, cells)
		expect(row.errors).toContainEqual({ heading, value, problem })
		expect(row).toMatchObject({ line: 2, row: null })
	})

	it('what only somebody new cannot be without is told apart', () => {
		expect(checkCells('mentees', { ФИО: 'Лаптева Ирина', Запрос: 'Команда' })).toMatchObject({
			errors: [],
			missing: ['Категория'],
			row: { givenName: 'Ирина' }
		})
	})

	it('an unknown category names those that there are', () => {
		const { errors } = checkCells('mentees', { ...irina, Категория: 'руководитель' })
		expect(errors).toMatchObject([{ heading: 'Категория', problem: { code: 'not-one-of', allowed: { length: 4 } } }])
	})
})

describe('[R11] where the regulation has nobody under 18', () => {
	it.each(['mentors', 'mentees'] as const)(
		'a table of %s is taken without its birth dates and representatives',
		(kind) => {
			const cells = {
				...irina,
				'Дата рождения': '31.01.2009',
				Представитель: 'Лаптев С. П.',
				'Контакт представителя': '89991234567'
			}
			const table = [Object.keys(cells), Object.values(cells)]
			const columns = recogniseColumns(kind, table)
			const [row] = finish(checkTable(kind, table, columns, { ...context, hasMinors: false }))
			expect(row).toMatchObject({ label: irina.ФИО, errors: [] })
			expect(row?.row).not.toHaveProperty('entry.bornOn')
			expect(row?.row).not.toHaveProperty('entry.representative')
		}
	)
})
