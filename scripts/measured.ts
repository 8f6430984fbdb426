/** Writes figures into docs/measured.md, each kind between its own marks. The proofs of a nightly run are rows of a table. */
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

const PAGE = 'docs/measured.md'

export interface Proved {
	title: string
	isProved: boolean
	/** YYYY-MM-DD. */
	day: string
	seconds: number
	output: string
}

/** Number of lines: a proof prints its results at the end of its output. */
const MOST_LINES = 8
const ROW = /^\| (?:✓|✗) (.+?) +\|/
const HEAD = '| Proof | Day | Seconds | Result |\n| --- | --- | --- | --- |'

export function rowOf({ title, isProved, day, seconds, output }: Proved): string {
	return `| ${isProved ? '✓' : '✗'} ${title} | ${day} | ${Math.round(seconds)} | ${resultOf(output)} |`
}

/** The rows of a table by the title of their proof. */
export function readRows(table: string): ReadonlyMap<string, string> {
	const rows = table.split('\n').flatMap((row) => {
		const title = ROW.exec(row)?.[1]
		return title === undefined ? [] : [[title, row] as const]
	})
	return new Map(rows)
}

/** The whole table, in the order of `titles`; a newer row takes the place of an older one, other rows are dropped. */
export function joinRows(
	titles: readonly string[],
	before: ReadonlyMap<string, string>,
	now: ReadonlyMap<string, string>
): string {
	return [HEAD, ...titles.flatMap((title) => now.get(title) ?? before.get(title) ?? [])].join('\n')
}

/** Lines with results: JSON, words such as `missing=0`, `20 kills: …`, or a story of Playwright. */
function resultOf(output: string): string {
	const last = output.trimEnd().split('\n').slice(-MOST_LINES)
	return last
		.filter((line) => line.startsWith('{') || /\w=\d|^\d+ (?:cuts|kills): | › /.test(line))
		.map((line) =>
			line.startsWith('{') ? wordsOf(JSON.parse(line) as object) : line.replace(/^.* › | \{.*\}$/g, '').trim()
		)
		.join('<br>')
		.replaceAll('|', '\\|')
}

function wordsOf(result: object, prefix = ''): string {
	return Object.entries(result)
		.map(([key, value]: [string, unknown]) => {
			if (typeof value === 'object' && value !== null) return wordsOf(value, `${prefix}${key} `)
			return `${prefix}${key} ${typeof value === 'number' ? Math.round(value * 10) / 10 : String(value)}`
		})
		.filter((words) => words !== '')
		.join(', ')
}

/** The text of docs/measured.md between the two marks of this name. Throws without the marks. */
export function readBetweenMarks(name: string): string {
	const text = markedBy(name).exec(readFileSync(PAGE, 'utf8'))?.[2]
	if (text === undefined) throw new Error(`${PAGE} has no <!-- ${name} --> … <!-- /${name} --> marks`)
	return text
}

/** Replaces the text between the marks and formats the page. Throws without the marks. */
export async function writeBetweenMarks(name: string, text: string): Promise<void> {
	readBetweenMarks(name)
	const page = readFileSync(PAGE, 'utf8')
	const written = page.replace(markedBy(name), (_whole, open, _before, close) => `${open}\n${text}\n\n${close}`)
	writeFileSync(PAGE, await format(written, { ...(await resolveConfig(PAGE)), parser: 'markdown' }))
}

const markedBy = (name: string) => new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- /${name} -->)`)
