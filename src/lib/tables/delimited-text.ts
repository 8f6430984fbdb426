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
	return `\uFEFF${Papa.unparse(cells, {
		delimiter: ';',
		newline: '\r\n',
		// A tab outside quotes would be read as the delimiter.
		quotes: (value: unknown) => String(value).includes('\t')
	})}`
}

/**
 * Cells copied from Excel are divided by tabs, and nothing else has a tab outside quotes. Otherwise the sign that the headings have
 * more often, if most lines have it as often: one line with a sign too many changes nothing. If the headings do not decide, the sign
 * that most lines have equally often. Addresses and lists contain commas and semicolons, too, but not in every line the same number.
 */
function guessDelimiter(text: string): string {
	const bare = text.slice(0, 10_000).replace(/"[^"]*"/g, '')
	if (bare.includes('\t')) return '\t'
	const lines = bare.split(/\r?\n/).filter((line) => line.trim() !== '')
	const [semicolon, comma] = [countSign(lines, ';'), countSign(lines, ',')]
	if (semicolon.inHeadings > comma.inHeadings && semicolon.asHeadings * 2 > lines.length) return ';'
	if (comma.inHeadings > semicolon.inHeadings && comma.asHeadings * 2 > lines.length) return ','
	return comma.equal > semicolon.equal ? ',' : ';'
}

/** Numbers of lines. `asHeadings`: with the sign at least as often as the headings; `equal`: the same number of times, at least once. */
function countSign(lines: readonly string[], sign: string) {
	const counts = lines.map((line) => line.split(sign).length - 1)
	const [inHeadings = 0] = counts
	const equal = counts.map((count) => (count === 0 ? 0 : counts.filter((other) => other === count).length))
	return {
		inHeadings,
		asHeadings: counts.filter((count) => count >= inHeadings).length,
		equal: Math.max(0, ...equal)
	}
}
