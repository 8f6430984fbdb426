import type { Column } from './column.ts'
import { foldHeading } from './fold.ts'
import { menteeColumns } from './mentee-columns.ts'
import { mentorColumns } from './mentor-columns.ts'
import { organisationColumns } from './organisation-columns.ts'
import type { ImportKind } from './rows.ts'

export type Table = readonly (readonly string[])[]
export type ColumnListing = Pick<Column<never>, 'id' | 'heading' | 'variants' | 'isRequired'>

export interface Recognised {
	/** The row with the headings, from 0; -1: none was found, and the first row is one like any other. */
	headerIndex: number
	/** By column of the table: the id of the column it is taken for; null: it is left out. */
	columnIds: readonly (string | null)[]
}

/** Above the headings there may be a title, and who made the table. */
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

/** The row in which most headings are known, and what each of its columns is. */
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
