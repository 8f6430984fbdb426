/** The columns of the tables of mentors and mentees (domain.md T22, T33, S3, S19, R13, §3.3). */
import { addMonthsTo } from '../../calendar.ts'
import { TEXT_LETTERS, TITLE_LETTERS } from '../../text.ts'
import type { Achievement, Contest, Course, Post } from '../bank-entry.ts'
import { haveCommonWord } from '../matching.ts'
import {
	type CellForm,
	contestLevelWords,
	dateForm,
	fold,
	isEmptyCell,
	numberForm,
	contestPlaceWords,
	type Reading,
	refused,
	taken,
	textForm
} from './cells.ts'
import { commonColumns, minorColumns, nameColumns, workColumns } from './person-columns.ts'
import {
	type Cells,
	choiceForm,
	type Column,
	type ImportedMentee,
	type ImportedMentor,
	type ItemForm,
	lineItem,
	listForm,
	readPair,
	valueColumn
} from './table.ts'

const MOST_ITEMS = 50
const HEAD = 'руководитель'
const IN_MUNICIPALITY = 'в муниципалитете'
const AS_HEAD = 'в должности руководителя'
const ON_MENTORING = 'по наставничеству'

const postItem: ItemForm<Post> = {
	read([organisation = '', title = '', from = '', until = '', flags = '']) {
		const [begins, ends] = [dateForm.read(from), isEmptyCell(until) ? taken(null) : dateForm.read(until)]
		if (organisation === '' || title === '' || !begins.ok || !ends.ok) return notAPost
		if (ends.value !== null && ends.value < begins.value) return notAPost
		const isHead = flags.toLowerCase().includes(HEAD)
		const isInMunicipality = flags.toLowerCase().includes(IN_MUNICIPALITY)
		return taken({ organisation, title, isHead, isInMunicipality, from: begins.value, until: ends.value })
	},
	write: ({ organisation, title, isHead, isInMunicipality, from, until }) => [
		organisation,
		title,
		dateForm.write(from),
		until === null ? '' : dateForm.write(until),
		[...(isHead ? [HEAD] : []), ...(isInMunicipality ? [IN_MUNICIPALITY] : [])].join(', ')
	]
}
const notAPost = refused({
	code: 'form',
	example: 'Школа № 4 | Директор | 20.08.2015 | 30.06.2024 | руководитель, в муниципалитете'
})

const achievementItem: ItemForm<Achievement> = {
	read: ([title = '', proof = '']) =>
		title === '' ? refused({ code: 'form', example: 'Школа-лидер города | Грамота № 12' }) : taken({ title, proof }),
	write: ({ title, proof }) => [title, proof]
}

const level = choiceForm(contestLevelWords)
const place = choiceForm(contestPlaceWords)
const contestItem: ItemForm<Contest> = {
	read([title = '', levelWord = '', placeWord = '', day = '', flag = '']) {
		const [levelOf, placeOf, on] = [level.read(levelWord), place.read(placeWord), dateForm.read(day)]
		if (title === '' || !levelOf.ok || !placeOf.ok || !on.ok) {
			return refused({ code: 'form', example: `Директор года | региональный | призёр | 10.11.2023 | ${AS_HEAD}` })
		}
		const isAsHead = flag.toLowerCase().includes(AS_HEAD)
		return taken({ title, level: levelOf.value, place: placeOf.value, isAsHead, on: on.value })
	},
	write: (contest) => [
		contest.title,
		level.write(contest.level),
		place.write(contest.place),
		dateForm.write(contest.on),
		contest.isAsHead ? AS_HEAD : ''
	]
}

const courseItem: ItemForm<Course> = {
	read([title = '', day = '', certificate = '', flag = '']) {
		const on = dateForm.read(day)
		if (title === '' || !on.ok) {
			return refused({
				code: 'form',
				example: `Целевая модель наставничества | 28.05.2024 | 7012-184 | ${ON_MENTORING}`
			})
		}
		const isOnMentoring = flag.toLowerCase().includes(ON_MENTORING)
		return taken({ title, isOnMentoring, certificate: certificate === '' ? null : certificate, on: on.value })
	},
	write: ({ title, on, certificate, isOnMentoring }) => [
		title,
		dateForm.write(on),
		certificate ?? '',
		isOnMentoring ? ON_MENTORING : ''
	]
}

export const mentorColumns: readonly Column<ImportedMentor>[] = [
	...nameColumns<ImportedMentor>(),
	...workColumns<ImportedMentor>(),
	entryColumn(
		'competences',
		'Компетенции',
		['Компетентности', 'Профиль', 'Направления'],
		listForm(lineItem(TITLE_LETTERS), MOST_ITEMS)
	),
	entryColumn('achievements', 'Достижения', ['Результаты', 'Награды'], listForm(achievementItem, MOST_ITEMS)),
	entryColumn(
		'hoursPerMonth',
		'Часы в месяц',
		['Часов в месяц', 'Ресурс времени', 'Временной ресурс', 'Количество часов в месяц', 'Нагрузка в месяц'],
		numberForm(0, 200)
	),
	{
		id: 'headYears',
		heading: 'Стаж руководителем',
		variants: [
			'Стаж в должности руководителя',
			'Стаж руководящей работы',
			'Стаж руководства',
			'Управленческий стаж',
			'Стаж руководителя'
		],
		isRequired: false,
		read(row, text, cells) {
			const months = readServiceMonths(text)
			if (!months.ok) return months.problem
			if (isEmptyCell(cells.cellOf('organisation'))) return { code: 'needs', heading: 'Организация' }
			row.headSince = addMonthsTo(cells.today, -months.value)
			return null
		},
		write: null
	},
	entryColumn('posts', 'Послужной список', ['Трудовая деятельность', 'Места работы'], listForm(postItem, MOST_ITEMS)),
	entryColumn('contests', 'Конкурсы', ['Профессиональные конкурсы'], listForm(contestItem, MOST_ITEMS)),
	entryColumn(
		'courses',
		'Курсы',
		['Повышение квалификации', 'Обучение', 'Обучение наставничеству'],
		listForm(courseItem, MOST_ITEMS)
	),
	termColumn('termFrom', 'Наставник с', 'termUntil', 'Наставник по', ['Назначен наставником с', 'Срок наставника с']),
	termColumn('termUntil', 'Наставник по', 'termFrom', 'Наставник с', ['Назначен наставником по', 'Срок наставника по']),
	...minorColumns<ImportedMentor>(),
	...commonColumns<ImportedMentor>()
]

type Entry = ImportedMentor['entry']

function entryColumn<Key extends keyof Entry>(
	id: Key,
	heading: string,
	variants: readonly string[],
	form: CellForm<NonNullable<Entry[Key]>>
): Column<ImportedMentor> {
	return valueColumn({ id, heading, variants }, form, {
		set: ({ entry }, value) => void (entry[id] = value),
		get: ({ entry }) => entry[id] as NonNullable<Entry[Key]> | null | undefined
	})
}

/** A day of the term; needs both days or none. */
function termColumn(
	id: string,
	heading: string,
	otherId: string,
	otherHeading: string,
	variants: string[]
): Column<ImportedMentor> {
	const isFirst = id === 'termFrom'
	return {
		id,
		heading,
		variants,
		isRequired: false,
		read({ entry }, text, { cellOf }: Cells) {
			const reading = dateForm.read(text)
			if (!reading.ok) return reading.problem
			if (isEmptyCell(cellOf(otherId))) return { code: 'needs', heading: otherHeading }
			const pair = readPair(dateForm, isFirst ? text : cellOf(otherId), isFirst ? cellOf(otherId) : text)
			if (pair === null) return null // the other column reports its own problem
			const [from, until] = pair
			if (from > until) return isFirst ? null : { code: 'form', example: `≥ ${dateForm.write(from)}` }
			entry.term = { from, until }
			return null
		},
		write({ entry: { term } }) {
			return term === null || term === undefined ? '' : dateForm.write(isFirst ? term.from : term.until)
		}
	}
}

/** «7», «7,5», «7 лет», «7 лет 3 мес.» */
function readServiceMonths(text: string): Reading<number> {
	const match = /^(\d{1,2})(?:[.,](\d))?\s*(?:лет|год[а]?|г\.?|л\.?)?\s*(?:(\d{1,2})\s*(?:мес\S*|м\.?))?$/i.exec(
		text.trim()
	)
	if (match === null) return refused({ code: 'form', example: '7 лет 3 мес.' })
	const [years, tenths, months] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)]
	return years > 60
		? refused({ code: 'range', min: 0, max: 60 })
		: taken(years * 12 + Math.round(tenths * 1.2) + months)
}

export const menteeColumns: readonly Column<ImportedMentee>[] = [
	...nameColumns<ImportedMentee>(),
	...workColumns<ImportedMentee>(),
	{
		id: 'category',
		heading: 'Категория',
		variants: ['Категория наставляемого', 'Группа', 'Статус наставляемого'],
		isRequired: true,
		read({ entry }, text, { categories }) {
			const found = findCategory(categories, text)
			if (found === null) return { code: 'not-one-of', allowed: categories.map(({ wording }) => wording) }
			entry.categoryId = found
			return null
		},
		write: ({ entry: { categoryId = '' } }, { categories }) =>
			categories.find(({ id }) => id === categoryId)?.wording ?? categoryId
	},
	valueColumn(
		{
			id: 'mainRequest',
			heading: 'Запрос',
			variants: ['Основной запрос', 'Главный запрос', 'Запрос наставляемого', 'Образовательный запрос'],
			isRequired: true
		},
		textForm(TEXT_LETTERS),
		{ set: ({ entry }, request) => void (entry.mainRequest = request), get: ({ entry }) => entry.mainRequest }
	),
	valueColumn(
		{
			id: 'difficulties',
			heading: 'Дефициты',
			variants: ['Затруднения', 'Трудности', 'Профессиональные дефициты', 'Профессиональные затруднения']
		},
		listForm(lineItem(TITLE_LETTERS), 30),
		{ set: ({ entry }, lines) => void (entry.difficulties = lines), get: ({ entry }) => entry.difficulties }
	),
	...minorColumns<ImportedMentee>(),
	...commonColumns<ImportedMentee>()
]

/** Finds a category by its wording or id, or by words that only one has: «резервист», «низкие результаты». */
function findCategory(categories: Cells['categories'], text: string): string | null {
	const folded = fold(text)
	const exact = categories.find(({ id, wording }) => id === folded || fold(wording) === folded)
	if (exact !== undefined) return exact.id
	const words = folded.split(/[^a-zа-я]+/).filter((word) => word.length > 3)
	const alike = categories.filter(({ wording }) => words.length > 0 && words.every((word) => isIn(wording, word)))
	const [only] = alike
	return alike.length === 1 && only !== undefined ? only.id : null
}

function isIn(wording: string, word: string): boolean {
	return haveCommonWord(wording, word) || fold(wording).includes(word)
}
