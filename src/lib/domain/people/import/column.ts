/** A column of a table: by which headings it is known, and how its cells and a row become each other. */
import { isEmptyCell, type CellForm, type Problem } from './cell-form.ts'
import type { ImportContext } from './known.ts'

export interface Column<Row> {
	/** Of one kind of table only once. */
	id: string
	/** As it is written out. */
	heading: string
	/** Beside the heading. */
	variants: readonly string[]
	/** Whoever is new cannot be without it. */
	isRequired: boolean
	/** Puts into the row what the cell says; null: it could. The text is not empty. */
	read(row: Row, text: string, cells: Cells): Problem | null
	/** Null: other columns say it when the bank is written out. */
	write: ((row: Row, context: ImportContext) => string) | null
}

/** The other cells of the row, and what they may refer to. */
export interface Cells extends ImportContext {
	/** Empty where there is no such column. */
	cellOf(columnId: string): string
}

/** A column whose cell is one value of the row. */
export function valueColumn<Row, Value>(
	known: Pick<Column<Row>, 'id' | 'heading' | 'variants'> & { isRequired?: boolean },
	form: CellForm<Value>,
	value: { set(row: Row, value: Value): void; get(row: Row): Value | null | undefined }
): Column<Row> {
	return {
		isRequired: false,
		...known,
		read(row, text) {
			const reading = form.read(text)
			if (!reading.ok) return reading.problem
			value.set(row, reading.value)
			return null
		},
		write(row) {
			const given = value.get(row)
			return given === null || given === undefined ? '' : form.write(given)
		}
	}
}

/** What the two cells say together, each in a column of its own; null: not both of them are filled. */
export function readPair<Value>(form: CellForm<Value>, one: string, other: string): readonly [Value, Value] | null {
	if (isEmptyCell(one) || isEmptyCell(other)) return null
	const [first, second] = [form.read(one), form.read(other)]
	return first.ok && second.ok ? [first.value, second.value] : null
}
