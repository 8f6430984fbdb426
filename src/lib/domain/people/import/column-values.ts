/**
 * What the cells of an import hold beyond single values: posts, contests, courses, years of indices, names, and references to
 * organisations and categories.
 */
import { groupBy } from '../../group-by.ts'
import {
	type Achievement,
	type Assessment,
	type Contest,
	type ContactFields,
	contactPatterns,
	type Course,
	type Post
} from '../bank-entry.ts'
import { haveCommonWord } from '../matching.ts'
import type { Organisation } from '../organisation.ts'
import { isSpeltAsName, NAME_LETTERS, plainName, TITLE_LETTERS } from '../../text.ts'
import {
	type CellForm,
	contestLevelWords,
	contestPlaceWords,
	dateForm,
	fold,
	foldOrganisation,
	isEmptyCell,
	kindWords,
	numberForm,
	organisationStatusWords,
	type Reading,
	refused,
	taken,
	textForm
} from './cells.ts'
import { type Cells, choiceForm, choicesForm, type ImportContext, type ItemForm, listForm } from './table.ts'

export const MOST_ITEMS = 50
const HEAD = 'руководитель'
const IN_MUNICIPALITY = 'в муниципалитете'
const AS_HEAD = 'в должности руководителя'
const ON_MENTORING = 'по наставничеству'

export const postItem: ItemForm<Post> = {
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

export const achievementItem: ItemForm<Achievement> = {
	read: ([title = '', proof = '']) =>
		title === '' ? refused({ code: 'form', example: 'Школа-лидер города | Грамота № 12' }) : taken({ title, proof }),
	write: ({ title, proof }) => [title, proof]
}

const level = choiceForm(contestLevelWords)
const place = choiceForm(contestPlaceWords)
export const contestItem: ItemForm<Contest> = {
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

export const courseItem: ItemForm<Course> = {
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

const share = numberForm(0, 100)

/**
 * «92 % на 15.03.2026»; the day may be in its own column. A cell that Excel shows as per cent contains 0,92. Real results of
 * heads are above one per cent.
 */
export function assessmentItem(elsewhere: string | null): ItemForm<Assessment> {
	return {
		read([text = '']) {
			const [figure = '', day = elsewhere ?? ''] = text.split(/\s+(?:на|от)\s+/)
			const [reading, on] = [share.read(figure), dateForm.read(day)]
			if (!reading.ok && reading.problem.code === 'range') return reading
			if (reading.ok && on.ok) {
				const isPart = reading.value > 0 && reading.value <= 1 && !figure.includes('%')
				return taken({ share: isPart ? Math.round(reading.value * 10_000) / 100 : reading.value, on: on.value })
			}
			return refused({ code: 'form', example: '92 % на 15.03.2026' })
		},
		write: ({ share: figure, on }) => [`${share.write(figure)} % на ${dateForm.write(on)}`]
	}
}

type IndexYear = Organisation['years'][number]

export const index = numberForm(0, 1)
export const year = numberForm(2000, 2100, true)
const times = numberForm(0, 100)
const YEAR_EXAMPLE = '2026 | 0,42 | 0,51 | 1,2 | 0,1'

/** The year, ИОР, ИСБШ, how many times the better results exceed the worse ones, the share of part-time students. */
const yearItem: ItemForm<IndexYear> = {
	read([yearText = '', resultsText = '', ...others]) {
		const [inYear, results] = [year.read(yearText), index.read(resultsText)]
		const [wellBeing, differentiation, partTimeShare] = [index, times, index].map((form, at) => {
			const text = others[at] ?? ''
			return isEmptyCell(text) ? taken(null) : form.read(text)
		})
		if (!inYear.ok || !results.ok || !wellBeing?.ok || !differentiation?.ok || !partTimeShare?.ok) {
			return refused({ code: 'form', example: YEAR_EXAMPLE })
		}
		return taken({
			year: inYear.value,
			results: results.value,
			wellBeing: wellBeing.value,
			differentiation: differentiation.value,
			partTimeShare: partTimeShare.value
		})
	},
	write: (one) => [
		year.write(one.year),
		index.write(one.results),
		...[one.wellBeing, one.differentiation, one.partTimeShare].map((value) =>
			value === null ? '' : index.write(value)
		)
	]
}

const yearList = listForm(yearItem, 50)
export const years: CellForm<IndexYear[]> = {
	read(text) {
		const reading = yearList.read(text)
		const isTwice = reading.ok && new Set(reading.value.map((one) => one.year)).size < reading.value.length
		return isTwice ? refused({ code: 'form', example: YEAR_EXAMPLE }) : reading
	},
	write: yearList.write
}

/** «нет»: the authority says that there is none; an empty cell: unknown. */
const statusList = choicesForm(organisationStatusWords)
export const statuses: CellForm<NonNullable<Organisation['standings']>> = {
	read: (text) => (text.toLowerCase() === 'нет' ? taken([]) : statusList.read(text)),
	write: (value) => (value.length === 0 ? 'нет' : statusList.write(value))
}

/** A telephone number or an address; `example`: one that is right. */
export function contactForm(id: keyof ContactFields, example: string): CellForm<string> {
	const { read, write } = textForm(TITLE_LETTERS)
	return { read: (text) => (contactPatterns[id].test(text) ? read(text) : refused({ code: 'form', example })), write }
}

/** «7», «7,5», «7 лет», «7 лет 3 мес.» */
export function readServiceMonths(text: string): Reading<number> {
	const match = /^(\d{1,2})(?:[.,](\d))?\s*(?:лет|год[а]?|г\.?|л\.?)?\s*(?:(\d{1,2})\s*(?:мес\S*|м\.?))?$/i.exec(
		text.trim()
	)
	if (match === null) return refused({ code: 'form', example: '7 лет 3 мес.' })
	const [years, tenths, months] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)]
	return years > 60
		? refused({ code: 'range', min: 0, max: 60 })
		: taken(years * 12 + Math.round(tenths * 1.2) + months)
}

/** Finds a category by its wording or id, or by words that only one has: «резервист», «низкие результаты». */
export function findCategory(categories: Cells['categories'], text: string): string | null {
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

export interface Names {
	familyName: string
	givenName: string
	patronymic: string
}

const initial = /^\p{L}\.$/u

/** «Ковалёв Виктор Андреевич», «Ковалёв В. А.», «В.А. Ковалёв»; the words after the second name are the patronymic («Гасан оглы»). */
export function readFullName(text: string): Reading<Names> {
	const words = plainName(text)
		.replace(/(\p{L}\.)(?=\p{L})/gu, '$1 ')
		.split(' ')
		.filter((word) => word !== '')
	const isTurned = words.length > 1 && initial.test(words[0] ?? '') && !initial.test(words.at(-1) ?? '')
	const [familyName = '', givenName = '', ...patronymic] = isTurned ? [words.at(-1), ...words.slice(0, -1)] : words
	if (words.length < 2 || words.length > 5) return refused({ code: 'not-a-name' })
	for (const part of [familyName, givenName, patronymic.join(' ')]) {
		const reading = readName(part)
		if (part !== '' && !reading.ok) return reading
	}
	return taken({ familyName, givenName, patronymic: patronymic.join(' ') })
}

/** A single name. */
export const nameForm: CellForm<string> = { read: readName, write: (name) => name }

function readName(text: string): Reading<string> {
	const name = plainName(text)
	if (name.length > NAME_LETTERS) return refused({ code: 'too-long', most: NAME_LETTERS })
	return isSpeltAsName(name) ? taken(name) : refused({ code: 'not-a-name' })
}

export type Found = { type: 'found'; id: string } | { type: 'unknown'; alike: ImportContext['organisations'] }

type Finder = (name: string) => Found

const finders = new WeakMap<ImportContext['organisations'], Finder>()

/** Finds an organisation by its name, or by its name without legal words if only one matches. */
export function recogniseOrganisation(organisations: ImportContext['organisations'], name: string): Found {
	const known = finders.get(organisations)
	const find = known ?? createFinder(organisations)
	if (known === undefined) finders.set(organisations, find)
	return find(name)
}

/** Prepares the names once: thousands of rows ask for the same few. */
function createFinder(organisations: ImportContext['organisations']): Finder {
	const byName = new Map(organisations.map((one) => [fold(one.name), one]))
	const loosely = groupBy(organisations, ({ name }) => foldOrganisation(name))
	return (name) => {
		const exact = byName.get(fold(name))
		if (exact !== undefined) return { type: 'found', id: exact.id }
		const folded = foldOrganisation(name)
		const same = folded === '' ? [] : (loosely.get(folded) ?? [])
		const [only] = same
		if (only !== undefined && same.every(({ id }) => id === only.id)) return { type: 'found', id: only.id }
		const others = organisations.filter((one) => !same.includes(one) && isAlike(foldOrganisation(one.name), folded))
		const alike = [...new Map([...same, ...others].map((one) => [one.id, one])).values()]
		return { type: 'unknown', alike: alike.slice(0, MOST_ALIKE) }
	}
}

const MOST_ALIKE = 10

/** Two folded names with the same number, or, where one of them has none, with a word in common that says more than a kind. */
function isAlike(one: string, other: string): boolean {
	const [number, otherNumber] = [one, other].map((name) => /\d+/.exec(name)?.[0])
	if (number !== undefined && otherNumber !== undefined) return number === otherNumber
	return haveCommonWord(withoutKind(one), withoutKind(other))
}

const wordsOfKinds = new Set(
	Object.values(kindWords).flatMap((known) => known.flatMap((name) => fold(name).split(' ')))
)

function withoutKind(name: string): string {
	return name
		.split(' ')
		.filter((word) => !wordsOfKinds.has(word))
		.join(' ')
}
