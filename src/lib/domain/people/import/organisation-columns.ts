/** The columns of the table of organisations (domain.md T2, S2, D7–D11). */
import type { Organisation } from '../organisation.ts'
import { TITLE_LETTERS } from '../../text.ts'
import {
	type CellForm,
	isEmptyCell,
	kindWords,
	levelWords,
	numberForm,
	refused,
	organisationStatusWords,
	taken,
	textForm,
	yesNoForm
} from './cells.ts'
import {
	choiceForm,
	choicesForm,
	type Column,
	type ImportedOrganisation,
	type ItemForm,
	listForm,
	valueColumn
} from './table.ts'

type IndexYear = Organisation['years'][number]

const share = numberForm(0, 1)
const year = numberForm(2000, 2100, true)
const times = numberForm(0, 100)
const latitude = numberForm(-90, 90)
const longitude = numberForm(-180, 180)
const EXAMPLE = '2026 | 0,42 | 0,51 | 1,2 | 0,1'

/** The year, ИОР, ИСБШ, how many times the better results exceed the worse ones, the share of part-time students. */
const yearItem: ItemForm<IndexYear> = {
	read([yearText = '', resultsText = '', ...others]) {
		const [inYear, results] = [year.read(yearText), share.read(resultsText)]
		const [wellBeing, differentiation, partTimeShare] = [share, times, share].map((form, index) => {
			const text = others[index] ?? ''
			return isEmptyCell(text) ? taken(null) : form.read(text)
		})
		if (!inYear.ok || !results.ok || !wellBeing?.ok || !differentiation?.ok || !partTimeShare?.ok) {
			return refused({ code: 'form', example: EXAMPLE })
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
		share.write(one.results),
		...[one.wellBeing, one.differentiation, one.partTimeShare].map((value) =>
			value === null ? '' : share.write(value)
		)
	]
}

const yearList = listForm(yearItem, 50)
const years: CellForm<IndexYear[]> = {
	read(text) {
		const reading = yearList.read(text)
		const isTwice = reading.ok && new Set(reading.value.map((one) => one.year)).size < reading.value.length
		return isTwice ? refused({ code: 'form', example: EXAMPLE }) : reading
	},
	write: yearList.write
}

/** «нет»: the authority says that there is none; an empty cell: unknown. */
const statusList = choicesForm(organisationStatusWords)
const statuses: CellForm<NonNullable<Organisation['standings']>> = {
	read: (text) => (text.toLowerCase() === 'нет' ? taken([]) : statusList.read(text)),
	write: (value) => (value.length === 0 ? 'нет' : statusList.write(value))
}

export const organisationColumns: readonly Column<ImportedOrganisation>[] = [
	field(
		'name',
		'Наименование',
		[
			'Название',
			'Организация',
			'Наименование организации',
			'Название организации',
			'Образовательная организация',
			'Школа'
		],
		textForm(TITLE_LETTERS),
		true
	),
	field('kind', 'Вид', ['Тип', 'Вид организации', 'Тип организации'], choiceForm(kindWords), true),
	field('level', 'Уровень', ['Подчинение', 'Уровень подчинения'], choiceForm(levelWords)),
	field(
		'unit',
		'Ответственное подразделение',
		['Подразделение', 'Куратор от управления', 'Комитет'],
		textForm(TITLE_LETTERS)
	),
	field('isAdvanced', 'Углублённое изучение', ['Гимназия или лицей', 'Повышенный уровень'], yesNoForm),
	coordinateColumn('latitude', 'Широта', latitude, longitude),
	coordinateColumn('longitude', 'Долгота', longitude, latitude),
	field('standings', 'Статусы', ['Статус', 'Списки', 'Перечни'], statuses),
	field('years', 'Показатели по годам', ['Индексы по годам', 'ИОР и ИСБШ по годам', 'Индексы'], years),
	{
		id: 'results',
		heading: 'ИОР',
		variants: ['Индекс образовательных результатов'],
		isRequired: false,
		read(row, text, { cellOf }) {
			if (isEmptyCell(cellOf('year'))) return { code: 'needs', heading: 'Год' }
			const [results, inYear] = [share.read(text), year.read(cellOf('year'))]
			if (!results.ok) return results.problem
			if (!inYear.ok) return null // the column of the year reports its own problem
			const wellBeing = isEmptyCell(cellOf('wellBeing')) ? taken(null) : share.read(cellOf('wellBeing'))
			const one = {
				year: inYear.value,
				results: results.value,
				wellBeing: wellBeing.ok ? wellBeing.value : null,
				differentiation: null,
				partTimeShare: null
			}
			row.years = [...(row.years ?? []).filter((known) => known.year !== one.year), one]
			return null
		},
		write: null
	},
	dependentColumn(
		'wellBeing',
		'ИСБШ',
		['Индекс социального благополучия', 'Индекс социального благополучия школы'],
		share
	),
	dependentColumn('year', 'Год', ['Год показателей'], year)
]

type Field = Exclude<keyof ImportedOrganisation, 'place'>

function field<Key extends Field>(
	id: Key,
	heading: string,
	variants: readonly string[],
	form: CellForm<NonNullable<ImportedOrganisation[Key]>>,
	isRequired = false
): Column<ImportedOrganisation> {
	return valueColumn({ id, heading, variants, isRequired }, form, {
		set: (row, value) => void (row[id] = value),
		get: (row) => row[id] as NonNullable<ImportedOrganisation[Key]> | null | undefined
	})
}

/** A coordinate; needs both or none. */
function coordinateColumn(
	id: 'latitude' | 'longitude',
	heading: string,
	form: CellForm<number>,
	otherForm: CellForm<number>
): Column<ImportedOrganisation> {
	const other = id === 'latitude' ? 'longitude' : 'latitude'
	return {
		id,
		heading,
		variants: [],
		isRequired: false,
		read(row, text, { cellOf }) {
			const reading = form.read(text)
			if (!reading.ok) return reading.problem
			if (isEmptyCell(cellOf(other))) return { code: 'needs', heading: id === 'latitude' ? 'Долгота' : 'Широта' }
			const second = otherForm.read(cellOf(other))
			if (!second.ok) return null // the other column reports its own problem
			row.place =
				id === 'latitude'
					? { latitude: reading.value, longitude: second.value }
					: { latitude: second.value, longitude: reading.value }
			return null
		},
		write: ({ place }) => (place === null || place === undefined ? '' : form.write(place[id]))
	}
}

/** The column «ИОР» reads its value; this one only reports problems. */
function dependentColumn(
	id: string,
	heading: string,
	variants: readonly string[],
	form: CellForm<number>
): Column<ImportedOrganisation> {
	return {
		id,
		heading,
		variants,
		isRequired: false,
		read(_row, text, { cellOf }) {
			if (isEmptyCell(cellOf('results'))) return { code: 'needs', heading: 'ИОР' }
			const reading = form.read(text)
			return reading.ok ? null : reading.problem
		},
		write: null
	}
}
