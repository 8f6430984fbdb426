import type { ImportContext } from './known.ts'
import { checkRow, type CheckedRow } from './check-row.ts'
import type { Recognised, Table } from './recognise-columns.ts'
import type { ImportKind } from './rows.ts'

/** In steps of so many rows, each with what is checked so far: between two of them a screen can answer a finger. */
export const STEP = 250

/** Rows below the headings that hold anything. */
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
