/** A workbook (.xlsx) and the table on its first sheet. For a worker: thousands of rows take seconds. */
import { readSheet } from 'read-excel-file/universal'
import writeXlsxFile from 'write-excel-file/universal'
import { packPlainly, unpack } from './archive.ts'
import { checkTableSize, MOST_COLUMNS, MOST_LINES, MOST_UNPACKED_BYTES, type TableReading } from './limits.ts'

/** A number is one in a workbook, too, and can be summed there. */
export type Table = readonly (readonly (string | number)[])[]

/** Pictures, and whatever else there is, are left packed. */
const isRead = (name: string) => /\.(xml|rels)$/.test(name)
const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)

export async function readWorkbook(bytes: Uint8Array<ArrayBuffer>): Promise<TableReading> {
	const unpacked = await unpack(bytes, isRead, MOST_UNPACKED_BYTES)
	if (!unpacked.ok) return unpacked
	const { parts } = unpacked
	for (const [name, part] of [...parts].filter(([name]) => isSheet(name))) {
		const sheet = withoutEmptyCells(new TextDecoder().decode(part))
		const reason = checkReach(sheet)
		if (reason !== null) return { ok: false, reason }
		parts.set(name, new TextEncoder().encode(sheet))
	}
	try {
		const rows = await readSheet(packPlainly(parts), { trim: false })
		return checkTableSize(rows.map((row) => row.map(toText)))
	} catch {
		// An archive that is no workbook, or a broken one, is said by throwing.
		return { ok: false, reason: 'unreadable' }
	}
}

/** Columns are as wide as what stands in them, up to a line one can read. */
const WIDTHS = { least: 10, most: 46, ofRows: 200 }

/** Every cell is a text or a number, never a formula. */
export function writeWorkbook(table: Table): Promise<Blob> {
	const rows = table.map((row, index) =>
		row.map((value) =>
			typeof value === 'number'
				? { value, type: Number }
				: value === ''
					? null
					: { value, type: String, wrap: true, ...(index === 0 && { fontWeight: 'bold' as const }) }
		)
	)
	const columns = (table[0] ?? []).map((_, column) => {
		const longest = Math.max(...table.slice(0, WIDTHS.ofRows).map((row) => String(row[column] ?? '').length))
		return { width: Math.min(WIDTHS.most, Math.max(WIDTHS.least, longest + 2)) }
	})
	return writeXlsxFile(rows, { columns, stickyRowsCount: 1 }).toBlob()
}

/** A column coloured to its end has a million cells without a value, and the sheet says it is as large; neither is its table. */
function withoutEmptyCells(sheet: string): string {
	return sheet.replace(/<dimension\b[^>]*\/>/g, '').replace(/<c\b[^>]*\/>|<c\b[^>]*><\/c>/g, '')
}

/** The reader makes room for every cell up to the farthest: it may not be far. */
function checkReach(sheet: string): 'too-many-rows' | 'too-many-columns' | null {
	for (const [, letters = '', row] of sheet.matchAll(/<c\b[^>]*?\br="([A-Z]+)(\d+)"/g)) {
		if (Number(row) > MOST_LINES) return 'too-many-rows'
		const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
		if (column > MOST_COLUMNS) return 'too-many-columns'
	}
	return null
}

/** The reader's types take a day for the class of days. */
function toText(value: unknown): string {
	if (value === null || value === undefined) return ''
	if (typeof value === 'boolean') return value ? 'да' : 'нет'
	// Excel's days have no zone: the reader puts them at midnight in UTC.
	return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}
