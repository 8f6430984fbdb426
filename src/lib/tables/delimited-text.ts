/** Reads and writes tables as text: CSV files of any program, or cells copied from Excel. */
import Papa from 'papaparse'
import { checkTableSize, MOST_LINES, type TableReading } from './limits.ts'

/** The program that opens the file would run such a cell as a formula. An apostrophe before it prevents this. */
const formula = /^'*[=+\-@\t\r]/
const guardedFormula = /^'+[=+\-@\t\r]/

/**
 * Decodes UTF-8, UTF-16 (Excel's «Unicode text»), or else Windows-1251: in Russia, bytes that are not UTF-8 are almost
 * always Windows-1251.
 */
export function decodeText(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		// The decoder throws when the bytes are not UTF-8.
		return new TextDecoder('windows-1251').decode(bytes)
	}
}

/** A PDF, an RTF text, a web page: they begin with text, and would give a table with one column. */
const isAnotherDocument = /^\s*(%PDF-|\{\\rtf|<!doctype|<html|<\?xml)/i

export function readDelimitedText(text: string): TableReading {
	if (text.includes('\0') || isAnotherDocument.test(text)) return { ok: false, reason: 'unreadable' }
	// Excel can name the delimiter in a separate first line.
	const [, named, rest] = /^sep=(.)\r?\n([^]*)$/.exec(text) ?? []
	const { data } = Papa.parse<string[]>(rest ?? text, {
		delimiter: named ?? guessDelimiter(text),
		preview: MOST_LINES + 1,
		skipEmptyLines: false
	})
	return checkTableSize(data.map((row) => row.map((cell) => (guardedFormula.test(cell) ? cell.slice(1) : cell))))
}

/** Writes a semicolon as the delimiter, as Excel in Russia expects, and the byte order mark by which Excel recognises UTF-8. */
export function writeDelimitedText(table: readonly (readonly string[])[]): string {
	const cells = table.map((row) => row.map((cell) => (formula.test(cell) ? `'${cell}` : cell)))
	return `\uFEFF${Papa.unparse(cells, { delimiter: ';', newline: '\r\n' })}`
}

const delimiters = ['\t', ';', ',']

/**
 * The delimiter that is most frequent outside quotes in the first lines. Lists within cells contain semicolons, too,
 * but in quotes.
 */
function guessDelimiter(text: string): string {
	const bare = text.slice(0, 10_000).replace(/"[^"]*"/g, '')
	const first = bare.split(/\r?\n/).slice(0, 5).join('\n')
	const counts = delimiters.map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
	return counts.reduce((most, each) => (each.count > most.count ? each : most)).delimiter
}
