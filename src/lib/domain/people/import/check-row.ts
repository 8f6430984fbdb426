/** A row of a table → what it says, or why it cannot be taken: nothing here throws, whatever the table holds. */
import type { z } from 'zod'
import { futureDays } from '../past-days.ts'
import { isEmptyCell, type Problem } from './cell-form.ts'
import type { Column } from './column.ts'
import type { ImportContext } from './known.ts'
import { menteeColumns } from './mentee-columns.ts'
import { mentorColumns } from './mentor-columns.ts'
import { organisationColumns } from './organisation-columns.ts'
import {
	importedMenteeSchema,
	importedMentorSchema,
	importedOrganisationSchema,
	type ImportKind,
	type ImportedRow,
	type ImportedPerson
} from './rows.ts'

export interface RowError {
	/** Of the column as it is written out; empty: of the row as a whole. */
	heading: string
	/** As found. */
	value: string
	problem: Problem
}

export interface CheckedRow {
	/** In the table, from 1, as the program shows it that made the table. */
	line: number
	cells: readonly string[]
	/** Whom or what it is about, as far as one can tell. */
	label: string
	/** Null: there are errors. */
	row: ImportedRow | null
	errors: readonly RowError[]
	/** Headings of what it does not say and whoever is new cannot be without. */
	missing: readonly string[]
}

export function checkRow(
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

/** Without these nobody knows whom the row is about. */
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
	return { line, cells, label: labelOf(row), row: errors.length === 0 ? (parsed?.data ?? null) : null, errors, missing }
}

function aheadIn(row: ImportedRow, { today }: ImportContext) {
	return 'entry' in row ? futureDays(row.entry, today) : []
}

function isSaid(row: ImportedRow, id: string, cellOf: (id: string) => string): boolean {
	if (id === 'familyName' || id === 'givenName') return 'familyName' in row && row[id] !== ''
	return !isEmptyCell(cellOf(id))
}
