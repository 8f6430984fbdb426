/** Limits for a table that this device reads. No bank of people is larger, and a hostile file would take all the memory. */
export const MOST_BYTES = 10 * 1024 * 1024
/** Five thousand rows, the headings, and lines with a title above them. */
export const MOST_LINES = 5_020
export const MOST_COLUMNS = 60
/** The size of a workbook after unpacking: ten thousand full rows are 30 MB. */
export const MOST_UNPACKED_BYTES = 120 * 1024 * 1024

export type TableRefusal =
	| 'too-large'
	| 'too-many-rows'
	| 'too-many-columns'
	| 'empty'
	/** There are no rows below the headings. */
	| 'only-headings'
	/** Neither a workbook nor a text, or a broken one. */
	| 'unreadable'
	/** Excel before 2007, or protected by a password. */
	| 'old-or-locked'
	/** Unpacks to more than any table needs, or takes too long. */
	| 'bomb'

export type TableReading = { ok: true; table: string[][] } | { ok: false; reason: TableRefusal }

/** Removes empty rows and columns at the end, and checks the limits of rows and columns. */
export function checkTableSize(given: readonly (readonly string[])[]): TableReading {
	const lastRow = given.findLastIndex((row) => row.some((cell) => cell.trim() !== ''))
	if (lastRow < 0) return { ok: false, reason: 'empty' }
	if (lastRow >= MOST_LINES) return { ok: false, reason: 'too-many-rows' }
	const rows = given.slice(0, lastRow + 1)
	const width = Math.max(...rows.map((row) => row.findLastIndex((cell) => cell.trim() !== '') + 1))
	if (width > MOST_COLUMNS) return { ok: false, reason: 'too-many-columns' }
	return { ok: true, table: rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? '')) }
}
