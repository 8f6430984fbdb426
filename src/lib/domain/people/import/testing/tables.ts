import type { ImportContext, ImportKind } from '../table.ts'
import { type CheckedRow, checkTable, recogniseColumns, type Table } from '../check.ts'

export const context: ImportContext = {
	hasMinors: true,
	organisations: [
		{ id: 'school-4', name: 'Школа № 4' },
		{ id: 'gymnasium-6', name: 'Гимназия № 6' },
		{ id: 'kindergarten-22', name: 'Детский сад № 22' }
	],
	categories: [
		{ id: 'beginner-head', wording: 'Вновь назначенный руководитель образовательной организации' },
		{ id: 'reservist', wording: 'Педагогический работник, включённый в резерв управленческих кадров' },
		{ id: 'low-results-school', wording: 'Руководитель школы с низкими образовательными результатами' },
		{ id: 'low-assessment', wording: 'Руководитель, общий результат оценки эффективности которого 50 % и ниже' }
	],
	today: '2026-11-21'
}

/** Checks the whole table at once, with the recognised columns. */
export function check(kind: ImportKind, table: Table): CheckedRow[] {
	return finish(checkTable(kind, table, recogniseColumns(kind, table), context))
}

/** Runs all steps and returns the result. */
export function finish<Result>(steps: Generator<number, Result>): Result {
	for (;;) {
		const step = steps.next()
		if (step.done === true) return step.value
	}
}

/** Checks a table of one row with a cell for each heading. */
export function checkCells(kind: ImportKind, cells: Readonly<Record<string, string>>): CheckedRow {
	const [row] = check(kind, [Object.keys(cells), Object.values(cells)])
	if (row === undefined) throw new Error('The table has no row')
	return row
}
