/** Reads and writes a workbook (.xlsx) with a table on its first sheet. Call it in a worker: thousands of rows take seconds. */
import { readSheet } from 'read-excel-file/universal'
import writeXlsxFile from 'write-excel-file/universal'
import { packPlainly, unpack } from './archive.ts'
import { checkTableSize, MOST_COLUMNS, MOST_LINES, MOST_UNPACKED_BYTES, type TableReading } from './limits.ts'

/** A number stays a number in the workbook, so that Excel can sum it. */
export type Table = readonly (readonly (string | number)[])[]

/** Other files, such as pictures, are not unpacked. */
const isRead = (name: string) => /\.(xml|rels)$/.test(name)
const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)

export async function readWorkbook(bytes: Uint8Array<ArrayBuffer>): Promise<TableReading> {
	const unpacked = await unpack(bytes, isRead, MOST_UNPACKED_BYTES)
	if (!unpacked.ok) return unpacked
	const { contents } = unpacked
	for (const [name, content] of [...contents].filter(([name]) => isSheet(name))) {
		const xml = new TextDecoder().decode(content)
		// No tag begins inside a tag. The reader would search the rest of the sheet anew from each one that is not closed.
		if (/<[a-z][^<>]*</i.test(xml)) return { ok: false, reason: 'unreadable' }
		const sheet = withoutEmptyCells(xml)
		const reason = checkReach(sheet)
		if (reason !== null) return { ok: false, reason }
		contents.set(name, new TextEncoder().encode(sheet))
	}
	try {
		const rows = await readSheet(packPlainly(contents), { trim: false })
		return checkTableSize(rows.map((row) => row.map(toText)))
	} catch {
		// The reader throws when the archive is no workbook, or a broken one.
		return { ok: false, reason: 'unreadable' }
	}
}

/** A column is as wide as its longest text, within these limits. */
const WIDTHS = { least: 10, most: 46, ofRows: 200 }

/** Writes every cell as a text or a number, never as a formula. */
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

/**
 * Removes cells without a value, and the size that the sheet states. A column coloured to its end has a million empty
 * cells, which do not belong to the table. No pattern reads past the next tag: otherwise a sheet of unclosed tags would be read
 * anew from each of them.
 */
function withoutEmptyCells(sheet: string): string {
	return sheet.replace(/<dimension\b[^<>]*\/>/g, '').replace(/<c\b[^<>]*(?:\/>|><\/c>)/g, '')
}

/** The reader allocates every cell up to the farthest one, so this limits how far cells may go. */
function checkReach(sheet: string): 'too-many-rows' | 'too-many-columns' | null {
	for (const [, letters = '', row] of sheet.matchAll(/<c\b[^<>]*?\br="([A-Z]+)(\d+)"/g)) {
		if (Number(row) > MOST_LINES) return 'too-many-rows'
		const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
		if (column > MOST_COLUMNS) return 'too-many-columns'
	}
	return null
}

/** `unknown`, because the reader's types say the class `Date` instead of a date. */
function toText(value: unknown): string {
	if (value === null || value === undefined) return ''
	if (typeof value === 'boolean') return value ? 'да' : 'нет'
	// Excel's days have no zone: the reader returns midnight in UTC.
	return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}
