/**
 * Recognises the columns of a table, and checks its rows: each gives a record, or the reasons to refuse it. Nothing here
 * throws, whatever the table contains.
 */
import type { z } from 'zod'
import { organisationKinds } from '../../regulation/choices.ts'
import type { OrganisationKind } from '../../regulation/schema.ts'
import { futureDays } from '../bank-entry.ts'
import { menteeColumns, mentorColumns, organisationColumns } from './columns.ts'
import { fold, foldHeading, isEmptyCell, kindWords, type Problem } from './cells.ts'
import {
	type Column,
	type ImportContext,
	importedMenteeSchema,
	importedMentorSchema,
	importedOrganisationSchema,
	type ImportedPerson,
	type ImportedRow,
	type ImportKind
} from './table.ts'

export interface RowError {
	/** The column's written heading; empty: the error concerns the whole row. */
	heading: string
	/** As found. */
	value: string
	problem: Problem
}

export interface CheckedRow {
	/** The line in the table, from 1, as the program that made it shows it. */
	line: number
	cells: readonly string[]
	/** The person or organisation it describes, as far as it can be read. */
	label: string
	/** Null: there are errors. */
	row: ImportedRow | null
	errors: readonly RowError[]
	/** Headings of required columns that the row leaves empty. */
	missing: readonly string[]
	/** What may be stored, and is probably not meant. */
	doubts: readonly RowDoubt[]
}

/** `no-post`: the column of posts is empty in this row; `latin`, `capitals`: the name has Latin letters, or only capitals. */
export type RowDoubt = 'latin' | 'capitals' | 'no-post'

function doubtsAbout(row: ImportedRow, columnIds: readonly (string | null)[]): RowDoubt[] {
	if (!('entry' in row)) return []
	const name = nameOf(row)
	return [
		...(/\p{Script=Latin}/u.test(name) ? (['latin'] as const) : []),
		...(/\p{L}{3}/u.test(name) && name === name.toUpperCase() ? (['capitals'] as const) : []),
		...(row.post === undefined && columnIds.includes('post') ? (['no-post'] as const) : [])
	]
}

function checkRow(
	kind: ImportKind,
	{ line, cells, columnIds }: { line: number; cells: readonly string[]; columnIds: readonly (string | null)[] },
	context: ImportContext
): CheckedRow {
	const row = { line, cells, columnIds }
	switch (kind) {
		case 'mentors':
			return read(row, context, {
				columns: mentorColumns,
				start: { ...nobody, entry: {} },
				schema: importedMentorSchema,
				labelOf: nameOf
			})
		case 'mentees':
			return read(row, context, {
				columns: menteeColumns,
				start: { ...nobody, entry: {} },
				schema: importedMenteeSchema,
				labelOf: nameOf
			})
		case 'organisations':
			return read(row, context, {
				columns: organisationColumns,
				start: { name: '' },
				schema: importedOrganisationSchema,
				labelOf: ({ name }) => name
			})
	}
}

const nobody = { familyName: '', givenName: '', patronymic: '' }

export function nameOf({ familyName, givenName, patronymic }: Pick<ImportedPerson, keyof typeof nobody>): string {
	return [familyName, givenName, patronymic].filter((name) => name !== '').join(' ')
}

interface Definition<Row> {
	columns: readonly Column<Row>[]
	start: Row
	schema: z.ZodType<Row>
	labelOf(row: Row): string
}

/** The columns that identify the person or organisation. */
const identity = new Set(['familyName', 'givenName', 'name'])

function read<Row extends ImportedRow>(
	{ line, cells, columnIds }: { line: number; cells: readonly string[]; columnIds: readonly (string | null)[] },
	context: ImportContext,
	{ columns, start, schema, labelOf }: Definition<Row>
): CheckedRow {
	const cellOf = (columnId: string) => cells[columnIds.indexOf(columnId)]?.trim() ?? ''
	const row = start
	const errors: RowError[] = []
	const missing: string[] = []
	const wrong = new Set<string>()
	for (const { id, heading, read } of columns) {
		const value = columnIds.includes(id) ? cellOf(id) : ''
		if (isEmptyCell(value)) continue
		const problem = read(row, value, { ...context, cellOf })
		if (problem === null) continue
		errors.push({ heading, value, problem })
		wrong.add(id)
	}
	for (const { id, heading, isRequired } of columns) {
		if (!isRequired || wrong.has(id) || isSaid(row, id, cellOf)) continue
		if (!identity.has(id)) missing.push(heading)
		else if (!wrong.has('fullName')) errors.push({ heading, value: '', problem: { code: 'missing' } })
	}
	const parsed = errors.length === 0 ? schema.safeParse(row) : null
	if (parsed?.success === false) errors.push({ heading: '', value: '', problem: { code: 'unreadable' } })
	for (const [field] of parsed?.success === true ? aheadIn(parsed.data, context) : []) {
		const heading = columns.find(({ id }) => id === field)?.heading ?? ''
		errors.push({
			heading,
			value: columnIds.includes(String(field)) ? cellOf(String(field)) : '',
			problem: { code: 'future' }
		})
	}
	const good = errors.length === 0 ? (parsed?.data ?? null) : null
	return { line, cells, label: labelOf(row), row: good, errors, missing, doubts: doubtsAbout(row, columnIds) }
}

function aheadIn(row: ImportedRow, { today }: ImportContext) {
	return 'entry' in row ? futureDays(row.entry, today) : []
}

function isSaid(row: ImportedRow, id: string, cellOf: (id: string) => string): boolean {
	if (id === 'familyName' || id === 'givenName') return 'familyName' in row && row[id] !== ''
	return !isEmptyCell(cellOf(id))
}

export interface UnknownOrganisation {
	/** As in the table. */
	name: string
	/** The known organisations that might be meant. */
	alike: readonly { id: string; name: string }[]
}

/** The organisations that the rows name and the municipality does not have, each name once. */
export function unknownOrganisations(rows: readonly CheckedRow[]): UnknownOrganisation[] {
	const found = rows.flatMap(({ errors }) =>
		errors.flatMap(({ value, problem }) =>
			problem.code === 'unknown-organisation' ? [[fold(value), { name: value, alike: problem.alike }] as const] : []
		)
	)
	return [...new Map(found.toReversed()).values()].toReversed()
}

/** The kind that the name says, «Детский сад № 22»; null: it says none, or several. */
export function kindInName(name: string): OrganisationKind | null {
	const words = fold(name).split(/[^а-яa-z-]+/)
	const isSaid = (part: string) =>
		words.some((word) => (part.length < 4 ? word === part : word.startsWith(part.slice(0, 6))))
	const kinds = organisationKinds.filter((kind) =>
		kindWords[kind].some((known) => fold(known).split(' ').every(isSaid))
	)
	return kinds.length === 1 ? (kinds[0] ?? null) : null
}

/** Rows per step. Between two steps a screen can react to a touch. */
export const STEP = 250

/** Checks the rows below the headings that are not empty. Yields the number of rows checked so far after each step. */
export function* checkTable(
	kind: ImportKind,
	table: Table,
	{ headerIndex, columnIds }: Recognised,
	context: ImportContext
): Generator<number, CheckedRow[]> {
	const checked: CheckedRow[] = []
	for (let index = headerIndex + 1; index < table.length; index++) {
		const cells = table[index] ?? []
		if (cells.every((cell) => cell.trim() === '')) continue
		checked.push(checkRow(kind, { line: index + 1, cells, columnIds }, context))
		if (checked.length % STEP === 0) yield checked.length
	}
	return checked
}

export type Table = readonly (readonly string[])[]
export type ColumnListing = Pick<Column<never>, 'id' | 'heading' | 'variants' | 'isRequired'>

export interface Recognised {
	/** The row with the headings, from 0; -1: none was found, and the first row is data. */
	headerIndex: number
	/** For each column of the table, the id of the recognised column; null: it is left out. */
	columnIds: readonly (string | null)[]
}

/** A title and the author may be above the headings. */
const HEADER_ROWS = 15

export function columnsOf(kind: ImportKind): readonly ColumnListing[] {
	switch (kind) {
		case 'mentors':
			return mentorColumns
		case 'mentees':
			return menteeColumns
		case 'organisations':
			return organisationColumns
	}
}

/** Finds the row with the most known headings, and recognises its columns. */
export function recogniseColumns(kind: ImportKind, table: Table): Recognised {
	const idByHeading = new Map(
		columnsOf(kind).flatMap(({ id, heading, variants }) =>
			[heading, ...variants].map((name) => [foldHeading(name), id] as const)
		)
	)
	const width = Math.max(0, ...table.slice(0, HEADER_ROWS).map((row) => row.length))
	let best: Recognised & { count: number } = { headerIndex: -1, columnIds: Array<null>(width).fill(null), count: 0 }
	for (const [headerIndex, row] of table.slice(0, HEADER_ROWS).entries()) {
		const ids = row.map((cell) => idByHeading.get(foldHeading(cell)) ?? null)
		const columnIds = ids.map((id, index) => (ids.indexOf(id) === index ? id : null))
		const count = columnIds.filter((id) => id !== null).length
		if (count > best.count) best = { headerIndex, columnIds, count }
	}
	return { headerIndex: best.headerIndex, columnIds: best.columnIds }
}
