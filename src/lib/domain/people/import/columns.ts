/**
 * The columns of the tables of mentors, mentees and organisations (domain.md T2, S2, D7–D11, T22, T33, S3, S19, R11, R13, §3.3), each
 * with its heading and the other headings that are recognised.
 */
import { addMonthsTo, type IsoDate } from '../../calendar.ts'
import { TEXT_LETTERS, TITLE_LETTERS } from '../../text.ts'
import {
	type CellForm,
	dateForm,
	formWords,
	isEmptyCell,
	kindWords,
	levelWords,
	numberForm,
	type Problem,
	textForm,
	yesNoForm
} from './cells.ts'
import {
	achievementItem,
	assessmentItem,
	contactForm,
	contestItem,
	courseItem,
	findCategory,
	index,
	MOST_ITEMS,
	nameForm,
	type Names,
	postItem,
	readFullName,
	readServiceMonths,
	recogniseOrganisation,
	statuses,
	year,
	years
} from './column-values.ts'
import {
	choiceForm,
	choicesForm,
	type Column,
	columnsIn,
	type ImportedMentee,
	type ImportedMentor,
	type ImportedOrganisation,
	keep,
	lineItem,
	listForm,
	needing,
	ownColumn,
	readPair
} from './table.ts'

/** A mentor or a mentee. */
type PersonRow = Omit<ImportedMentor, 'entry'> & { entry: ImportedMentor['entry'] & ImportedMentee['entry'] }

const inPerson = columnsIn<PersonRow, Partial<Names> & { post?: string | undefined }>((row) => row)
const inEntry = columnsIn<PersonRow, PersonRow['entry']>(({ entry }) => entry)
const inOrganisation = columnsIn<ImportedOrganisation, ImportedOrganisation>((row) => row)

const coordinates = { latitude: numberForm(-90, 90), longitude: numberForm(-180, 180) }
const lines = listForm(lineItem(TITLE_LETTERS), MOST_ITEMS)
const title = textForm(TITLE_LETTERS)

const named: readonly Column<PersonRow>[] = [
	ownColumn(
		'fullName',
		'ФИО',
		'Ф И О; Фамилия имя отчество; Фамилия, имя, отчество; Наставник; Наставляемый; ФИО наставника; ФИО наставляемого; ФИО педагога; ФИО руководителя; Сотрудник',
		(row, text) => keep(readFullName(text), (names) => void Object.assign(row, names))
	),
	inPerson('familyName', 'Фамилия', '', nameForm, true),
	inPerson('givenName', 'Имя', '', nameForm, true),
	inPerson('patronymic', 'Отчество', 'Отчество при наличии', nameForm),
	ownColumn(
		'organisation',
		'Организация',
		'Место работы; Школа; Учреждение; Наименование организации; Название организации; Образовательная организация; Образовательное учреждение; Наименование ОО; ОО; ОУ',
		(row, text, { organisations }) => {
			const found = recogniseOrganisation(organisations, text)
			if (found.type === 'unknown') return { code: 'unknown-organisation', alike: found.alike }
			row.organisationId = found.id
			return null
		},
		({ organisationId }, { organisations }) => organisations.find(({ id }) => id === organisationId)?.name ?? ''
	),
	inPerson('post', 'Должность', 'Занимаемая должность', title)
]

const ofMentors: readonly Column<PersonRow>[] = [
	inEntry('competences', 'Компетенции', 'Компетентности; Профиль; Направления', lines),
	inEntry('achievements', 'Достижения', 'Результаты; Награды', listForm(achievementItem, MOST_ITEMS)),
	inEntry(
		'hoursPerMonth',
		'Часы в месяц',
		'Часов в месяц; Ресурс времени; Временной ресурс; Количество часов в месяц; Нагрузка в месяц',
		numberForm(0, 200)
	),
	ownColumn(
		'headYears',
		'Стаж руководителем',
		'Стаж в должности руководителя; Стаж руководящей работы; Стаж руководства; Управленческий стаж; Стаж руководителя',
		(row, text, cells) => {
			const months = readServiceMonths(text)
			if (!months.ok) return months.problem
			if (isEmptyCell(cells.cellOf('organisation'))) return { code: 'needs', heading: 'Организация' }
			row.headSince = addMonthsTo(cells.today, -months.value)
			return null
		}
	),
	inEntry('posts', 'Послужной список', 'Трудовая деятельность; Места работы', listForm(postItem, MOST_ITEMS)),
	inEntry('contests', 'Конкурсы', 'Профессиональные конкурсы', listForm(contestItem, MOST_ITEMS)),
	inEntry(
		'courses',
		'Курсы',
		'Повышение квалификации; Обучение; Обучение наставничеству',
		listForm(courseItem, MOST_ITEMS)
	),
	termColumn('from', 'Наставник с', 'Назначен наставником с; Срок наставника с'),
	termColumn('until', 'Наставник по', 'Назначен наставником по; Срок наставника по')
]

const ofMentees: readonly Column<PersonRow>[] = [
	{
		...ownColumn<PersonRow>(
			'category',
			'Категория',
			'Категория наставляемого; Группа; Статус наставляемого',
			({ entry }, text, { categories }) => {
				const found = findCategory(categories, text)
				if (found === null) return { code: 'not-one-of', allowed: categories.map(({ wording }) => wording) }
				entry.categoryId = found
				return null
			},
			({ entry: { categoryId = '' } }, { categories }) =>
				categories.find(({ id }) => id === categoryId)?.wording ?? categoryId
		),
		isRequired: true
	},
	inEntry(
		'mainRequest',
		'Запрос',
		'Основной запрос; Главный запрос; Запрос наставляемого; Образовательный запрос',
		textForm(TEXT_LETTERS),
		true
	),
	inEntry(
		'difficulties',
		'Дефициты',
		'Затруднения; Трудности; Профессиональные дефициты; Профессиональные затруднения',
		listForm(lineItem(TITLE_LETTERS), 30)
	)
]

/**
 * The birthday of a person who may be under 18, and their representative (domain.md R11). Where the regulation has nobody under 18, the bank
 * stores neither, and the cells are not read.
 */
const ofMinors: readonly Column<PersonRow>[] = [
	inEntry('bornOn', 'Дата рождения', '', dateForm),
	representativeColumn('name', 'Представитель', 'Законный представитель; ФИО представителя'),
	representativeColumn('contact', 'Контакт представителя', 'Телефон представителя; Контакты представителя')
].map((column) => ({
	...column,
	read: (row, text, cells) => (cells.hasMinors ? column.read(row, text, cells) : null)
}))

const common: readonly Column<PersonRow>[] = [
	inEntry(
		'phone',
		'Телефон',
		'Контактный телефон; Номер телефона; Мобильный телефон; Сотовый телефон; Рабочий телефон; Тел.',
		contactForm('phone', '+7 3822 00-00-00')
	),
	inEntry(
		'email',
		'Электронная почта',
		'E-mail; Email; Почта; Эл. почта; Адрес электронной почты; Электронный адрес',
		contactForm('email', 'ivanova@school.example')
	),
	inEntry('forms', 'Формы', 'Форма; Формы наставничества; Форма наставничества', choicesForm(formWords)),
	ownColumn(
		'assessments',
		'Оценка эффективности',
		'Оценка; Результат оценки; Результат оценки эффективности; Эффективность; Процент эффективности',
		({ entry }, text, { cellOf }) => {
			const on = cellOf('assessedOn')
			const form = listForm(assessmentItem(isEmptyCell(on) ? null : on), 50)
			return keep(form.read(text), (assessments) => void (entry.assessments = assessments))
		},
		({ entry }) => listForm(assessmentItem(null), 50).write(entry.assessments ?? [])
	),
	ownColumn(
		'assessedOn',
		'Дата оценки',
		'Дата оценки эффективности',
		needing('assessments', 'Оценка эффективности', (_row, text) => keep(dateForm.read(text), () => undefined))
	),
	inEntry('enteredOn', 'Дата внесения', 'Дата включения; Дата вхождения в программу; Дата внесения в банк', dateForm)
]

export const mentorColumns: readonly Column<ImportedMentor>[] = [...named, ...ofMentors, ...ofMinors, ...common]
export const menteeColumns: readonly Column<ImportedMentee>[] = [...named, ...ofMentees, ...ofMinors, ...common]
export const minorColumnIds: readonly string[] = ofMinors.map(({ id }) => id)

/** A column whose cell is reported if it is wrong; the column «ИОР» reads its value. */
const checked = (form: CellForm<number>) =>
	needing<ImportedOrganisation>('results', 'ИОР', (_row, text) => keep(form.read(text), () => undefined))

export const organisationColumns: readonly Column<ImportedOrganisation>[] = [
	inOrganisation(
		'name',
		'Наименование',
		'Название; Организация; Наименование организации; Название организации; Образовательная организация; Школа',
		title,
		true
	),
	inOrganisation('kind', 'Вид', 'Тип; Вид организации; Тип организации', choiceForm(kindWords), true),
	inOrganisation('level', 'Уровень', 'Подчинение; Уровень подчинения', choiceForm(levelWords)),
	inOrganisation('unit', 'Ответственное подразделение', 'Подразделение; Куратор от управления; Комитет', title),
	inOrganisation('isAdvanced', 'Углублённое изучение', 'Гимназия или лицей; Повышенный уровень', yesNoForm),
	coordinateColumn('latitude', 'Широта'),
	coordinateColumn('longitude', 'Долгота'),
	inOrganisation('standings', 'Статусы', 'Статус; Списки; Перечни', statuses),
	inOrganisation('years', 'Показатели по годам', 'Индексы по годам; ИОР и ИСБШ по годам; Индексы', years),
	ownColumn(
		'results',
		'ИОР',
		'Индекс образовательных результатов',
		needing('year', 'Год', (row, text, { cellOf }) => {
			const [results, inYear] = [index.read(text), year.read(cellOf('year'))]
			if (!results.ok) return results.problem
			if (!inYear.ok) return null // the column of the year reports its own problem
			const wellBeing = isEmptyCell(cellOf('wellBeing')) ? null : index.read(cellOf('wellBeing'))
			const one = {
				year: inYear.value,
				results: results.value,
				wellBeing: wellBeing?.ok ? wellBeing.value : null,
				differentiation: null,
				partTimeShare: null
			}
			row.years = [...(row.years ?? []).filter((known) => known.year !== one.year), one]
			return null
		})
	),
	ownColumn(
		'wellBeing',
		'ИСБШ',
		'Индекс социального благополучия; Индекс социального благополучия школы',
		checked(index)
	),
	ownColumn('year', 'Год', 'Год показателей', checked(year))
]

/** A day of the term; needs both days or none. */
function termColumn(day: 'from' | 'until', heading: string, variants: string): Column<PersonRow> {
	const isFirst = day === 'from'
	const [otherId, otherHeading] = isFirst ? ['termUntil', 'Наставник по'] : ['termFrom', 'Наставник с']
	return ownColumn(
		isFirst ? 'termFrom' : 'termUntil',
		heading,
		variants,
		({ entry }, text, { cellOf }) => {
			const reading = dateForm.read(text)
			if (!reading.ok) return reading.problem
			const other = cellOf(otherId)
			if (isEmptyCell(other)) return { code: 'needs', heading: otherHeading }
			const pair: readonly [IsoDate, IsoDate] | null = isFirst
				? readPair(dateForm, text, other)
				: readPair(dateForm, other, text)
			if (pair === null) return null // the other column reports its own problem
			const [from, until] = pair
			if (from > until) return isFirst ? null : { code: 'form', example: `≥ ${dateForm.write(from)}` }
			entry.term = { from, until }
			return null
		},
		({ entry: { term } }) => (term ? dateForm.write(term[day]) : '')
	)
}

/** The representative's name and contact: both or none. */
function representativeColumn(part: 'name' | 'contact', heading: string, variants: string): Column<PersonRow> {
	const [otherId, otherHeading] =
		part === 'name' ? ['representativeContact', 'Контакт представителя'] : ['representative', 'Представитель']
	return ownColumn(
		part === 'name' ? 'representative' : 'representativeContact',
		heading,
		variants,
		({ entry }, text, { cellOf }): Problem | null => {
			const reading = title.read(text)
			if (!reading.ok) return reading.problem
			if (isEmptyCell(cellOf(otherId))) return { code: 'needs', heading: otherHeading }
			entry.representative = { name: '', contact: '', ...entry.representative, [part]: reading.value }
			return null
		},
		({ entry: { representative } }) => (representative ? title.write(representative[part]) : '')
	)
}

/** A coordinate; needs both or none. */
function coordinateColumn(id: 'latitude' | 'longitude', heading: string): Column<ImportedOrganisation> {
	const [other, otherHeading] =
		id === 'latitude' ? (['longitude', 'Долгота'] as const) : (['latitude', 'Широта'] as const)
	return ownColumn(
		id,
		heading,
		'',
		(row, text, { cellOf }) => {
			const reading = coordinates[id].read(text)
			if (!reading.ok) return reading.problem
			if (isEmptyCell(cellOf(other))) return { code: 'needs', heading: otherHeading }
			const second = coordinates[other].read(cellOf(other))
			if (!second.ok) return null // the other column reports its own problem
			const [latitude, longitude] = id === 'latitude' ? [reading.value, second.value] : [second.value, reading.value]
			row.place = { latitude, longitude }
			return null
		},
		({ place }) => (place ? coordinates[id].write(place[id]) : '')
	)
}
