/** Tables as text: a CSV file of whichever program, or what was copied out of Excel. */
import Papa from 'papaparse'
import { checkTableSize, MOST_LINES, type TableReading } from './limits.ts'

/** A cell that begins so would be worked out as a formula by the program that opens the file: an apostrophe before it stops that. */
const formula = /^'*[=+\-@\t\r]/
const guardedFormula = /^'+[=+\-@\t\r]/

/** UTF-8, UTF-16 as Excel's «Unicode text», or else Windows-1251: bytes that are no UTF-8 in Russia are hardly anything but that. */
export function decodeText(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		// Said by throwing: it is no UTF-8.
		return new TextDecoder('windows-1251').decode(bytes)
	}
}

/** A PDF, a text of Word, a page: they begin in words, and would be a table of one column. */
const isAnotherDocument = /^\s*(%PDF-|\{\\rtf|<!doctype|<html|<\?xml)/i

export function readDelimitedText(text: string): TableReading {
	if (text.includes('\0') || isAnotherDocument.test(text)) return { ok: false, reason: 'unreadable' }
	// Excel names the delimiter in a line of its own, when asked to.
	const [, named, rest] = /^sep=(.)\r?\n([^]*)$/.exec(text) ?? []
	const { data } = Papa.parse<string[]>(rest ?? text, {
		delimiter: named ?? guessDelimiter(text),
		preview: MOST_LINES + 1,
		skipEmptyLines: false
	})
	return checkTableSize(data.map((row) => row.map((cell) => (guardedFormula.test(cell) ? cell.slice(1) : cell))))
}

/** With a semicolon, as Excel in Russia expects it, and the mark by which it knows UTF-8. */
export function writeDelimitedText(table: readonly (readonly string[])[]): string {
	const cells = table.map((row) => row.map((cell) => (formula.test(cell) ? `'${cell}` : cell)))
	return `\uFEFF${Papa.unparse(cells, { delimiter: ';', newline: '\r\n' })}`
}

const delimiters = ['\t', ';', ',']

/** The one that most often stands outside quotes in the first lines; lists within cells have semicolons, too, but in quotes. */
function guessDelimiter(text: string): string {
	const bare = text.slice(0, 10_000).replace(/"[^"]*"/g, '')
	const first = bare.split(/\r?\n/).slice(0, 5).join('\n')
	const counts = delimiters.map((delimiter) => ({ delimiter, count: first.split(delimiter).length }))
	return counts.reduce((most, each) => (each.count > most.count ? each : most)).delimiter
}
