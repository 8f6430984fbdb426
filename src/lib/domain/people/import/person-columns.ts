/** The columns that the tables of mentors and mentees share: names, workplace, common fields of the entry. */
import type { IsoDate } from '../../calendar.ts'
import { groupBy } from '../../group-by.ts'
import type { MentoringForm } from '../../regulation/schema.ts'
import { TITLE_LETTERS } from '../../text.ts'
import { type Assessment, type ContactFields, contactPatterns } from '../bank-entry.ts'
import { haveCommonWord } from '../matching.ts'
import { isSpeltAsName, NAME_LETTERS, plainName } from '../person-name.ts'
import {
	dateForm,
	fold,
	foldOrganisation,
	formWords,
	isEmptyCell,
	kindWords,
	numberForm,
	type Problem,
	type Reading,
	refused,
	taken,
	textForm
} from './cells.ts'
import {
	type Cells,
	choicesForm,
	type Column,
	type ImportContext,
	type ImportedPerson,
	type ItemForm,
	listForm,
	valueColumn
} from './table.ts'

const share = numberForm(0, 100)

export function nameColumns<Row extends ImportedPerson>(): Column<Row>[] {
	return [
		{
			id: 'fullName',
			heading: 'ФИО',
			variants: [
				'Ф И О',
				'Фамилия имя отчество',
				'Фамилия, имя, отчество',
				'Наставник',
				'Наставляемый',
				'ФИО наставника',
				'ФИО наставляемого',
				'ФИО педагога',
				'ФИО руководителя',
				'Сотрудник'
			],
			isRequired: false,
			read(row, text) {
				const reading = readFullName(text)
				if (!reading.ok) return reading.problem
				Object.assign(row, reading.value)
				return null
			},
			write: null
		},
		nameColumn('familyName', 'Фамилия', [], true),
		nameColumn('givenName', 'Имя', [], true),
		nameColumn('patronymic', 'Отчество', ['Отчество при наличии'], false)
	]

	function nameColumn(id: keyof Names, heading: string, variants: string[], isRequired: boolean): Column<Row> {
		const names = {
			set: (row: Row, name: string) => void (row[id] = name),
			get: (row: Row) => row[id]
		}
		return valueColumn({ id, heading, variants, isRequired }, { read: readName, write: (name) => name }, names)
	}
}

export function workColumns<Row extends ImportedPerson>(): Column<Row>[] {
	return [
		{
			id: 'organisation',
			heading: 'Организация',
			variants: [
				'Место работы',
				'Школа',
				'Учреждение',
				'Наименование организации',
				'Название организации',
				'Образовательная организация',
				'Образовательное учреждение',
				'Наименование ОО',
				'ОО',
				'ОУ'
			],
			isRequired: false,
			read(row, text, { organisations }) {
				const found = recogniseOrganisation(organisations, text)
				if (found.type === 'unknown') return { code: 'unknown-organisation', alike: found.alike }
				row.organisationId = found.id
				return null
			},
			write: ({ organisationId }, { organisations }) =>
				organisations.find(({ id }) => id === organisationId)?.name ?? ''
		},
		valueColumn({ id: 'post', heading: 'Должность', variants: ['Занимаемая должность'] }, textForm(TITLE_LETTERS), {
			set: (row, post) => void (row.post = post),
			get: ({ post }) => post
		})
	]
}

function contactColumn<Row extends { entry: ContactFields }>(
	id: keyof ContactFields,
	heading: string,
	variants: string[],
	example: string
): Column<Row> {
	const form = textForm(TITLE_LETTERS)
	const read = (text: string) => (contactPatterns[id].test(text) ? form.read(text) : refused({ code: 'form', example }))
	return valueColumn(
		{ id, heading, variants },
		{ read, write: form.write },
		{
			set: ({ entry }, text) => void (entry[id] = text),
			get: ({ entry }) => entry[id]
		}
	)
}

interface CommonEntry extends ContactFields {
	forms?: MentoringForm[] | undefined
	assessments?: Assessment[] | undefined
	enteredOn?: IsoDate | undefined
}

export function commonColumns<Row extends { entry: CommonEntry }>(): Column<Row>[] {
	return [
		contactColumn<Row>(
			'phone',
			'Телефон',
			['Контактный телефон', 'Номер телефона', 'Мобильный телефон', 'Сотовый телефон', 'Рабочий телефон', 'Тел.'],
			'+7 3822 00-00-00'
		),
		contactColumn<Row>(
			'email',
			'Электронная почта',
			['E-mail', 'Email', 'Почта', 'Эл. почта', 'Адрес электронной почты', 'Электронный адрес'],
			'ivanova@school.example'
		),
		valueColumn(
			{ id: 'forms', heading: 'Формы', variants: ['Форма', 'Формы наставничества', 'Форма наставничества'] },
			choicesForm(formWords),
			{ set: ({ entry }, forms) => void (entry.forms = forms), get: ({ entry }) => entry.forms }
		),
		{
			id: 'assessments',
			heading: 'Оценка эффективности',
			variants: [
				'Оценка',
				'Результат оценки',
				'Результат оценки эффективности',
				'Эффективность',
				'Процент эффективности'
			],
			isRequired: false,
			read({ entry }, text, { cellOf }) {
				const on = cellOf('assessedOn')
				const reading = listForm(assessmentItem(isEmptyCell(on) ? null : on), 50).read(text)
				if (!reading.ok) return reading.problem
				entry.assessments = reading.value
				return null
			},
			write: ({ entry }) => listForm(assessmentItem(null), 50).write(entry.assessments ?? [])
		},
		{
			id: 'assessedOn',
			heading: 'Дата оценки',
			variants: ['Дата оценки эффективности'],
			isRequired: false,
			read(_row, text, { cellOf }) {
				if (isEmptyCell(cellOf('assessments'))) return { code: 'needs', heading: 'Оценка эффективности' }
				const reading = dateForm.read(text)
				return reading.ok ? null : reading.problem
			},
			write: null
		},
		valueColumn(
			{
				id: 'enteredOn',
				heading: 'Дата внесения',
				variants: ['Дата включения', 'Дата вхождения в программу', 'Дата внесения в банк']
			},
			dateForm,
			{ set: ({ entry }, on) => void (entry.enteredOn = on), get: ({ entry }) => entry.enteredOn }
		)
	]
}

/**
 * «92 % на 15.03.2026»; the day may be in its own column. A cell that Excel shows as per cent contains 0,92. Real results of
 * heads are above one per cent.
 */
function assessmentItem(elsewhere: string | null): ItemForm<Assessment> {
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

/**
 * The birthday of a person who may be under 18, and their representative (domain.md R11). Where the regulation has nobody under 18, the bank
 * stores neither, and the cells are not read.
 */
export function minorColumns<Row extends ImportedPerson>(): Column<Row>[] {
	const columns: Column<Row>[] = [
		valueColumn({ id: 'bornOn', heading: 'Дата рождения', variants: [] }, dateForm, {
			set: ({ entry }, on) => void (entry.bornOn = on),
			get: ({ entry }) => entry.bornOn
		}),
		representativeColumn('name', 'Представитель', ['Законный представитель', 'ФИО представителя']),
		representativeColumn('contact', 'Контакт представителя', ['Телефон представителя', 'Контакты представителя'])
	]
	return columns.map((column) => ({
		...column,
		read: (row, text, cells) => (cells.hasMinors ? column.read(row, text, cells) : null)
	}))
}

type Part = 'name' | 'contact'
const representativeIds: Record<Part, string> = { name: 'representative', contact: 'representativeContact' }

export const minorColumnIds: readonly string[] = minorColumns().map(({ id }) => id)

/** The representative's name and contact: both or none. */
function representativeColumn<Row extends ImportedPerson>(
	part: Part,
	heading: string,
	variants: string[]
): Column<Row> {
	const other = part === 'name' ? 'contact' : 'name'
	return {
		id: representativeIds[part],
		heading,
		variants,
		isRequired: false,
		read({ entry }, text, { cellOf }: Cells): Problem | null {
			const reading = textForm(TITLE_LETTERS).read(text)
			if (!reading.ok) return reading.problem
			const otherText = cellOf(representativeIds[other])
			if (isEmptyCell(otherText)) {
				return { code: 'needs', heading: other === 'name' ? 'Представитель' : 'Контакт представителя' }
			}
			entry.representative = { name: '', contact: '', ...entry.representative, [part]: reading.value }
			return null
		},
		write({ entry: { representative } }) {
			return representative === null || representative === undefined
				? ''
				: textForm(TITLE_LETTERS).write(representative[part])
		}
	}
}

export interface Names {
	familyName: string
	givenName: string
	patronymic: string
}

const initial = /^\p{L}\.$/u

/** «Ковалёв Виктор Андреевич», «Ковалёв В. А.», «В.А. Ковалёв»; the words after the second name are the patronymic («Гасан оглы»). */
function readFullName(text: string): Reading<Names> {
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
function readName(text: string): Reading<string> {
	const name = plainName(text)
	if (name.length > NAME_LETTERS) return refused({ code: 'too-long', most: NAME_LETTERS })
	return isSpeltAsName(name) ? taken(name) : refused({ code: 'not-a-name' })
}

export type Found = { type: 'found'; id: string } | { type: 'unknown'; alike: ImportContext['organisations'] }

type Finder = (name: string) => Found

const finders = new WeakMap<ImportContext['organisations'], Finder>()

/** Finds an organisation by its name, or by its name without legal words if only one matches. */
function recogniseOrganisation(organisations: ImportContext['organisations'], name: string): Found {
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
