import { download } from '#lib/browser.ts'

/** Saves a table as a file; `name`: without its ending. The code that writes tables is loaded when it is first needed. */
export async function saveTable(
	table: readonly (readonly (string | number)[])[],
	name: string,
	format: 'xlsx' | 'csv' = 'xlsx'
): Promise<void> {
	const { makeCsv, makeWorkbook } = await import('./read-file.ts')
	const texts = () => table.map((row) => row.map(String))
	download(format === 'xlsx' ? await makeWorkbook(table, name) : makeCsv(texts(), name))
}
