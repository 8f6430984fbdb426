/** What the proofs of a nightly run told, as the README keeps it: of each a line with its outcome, day and time, then its last words. */
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

/** Lines by title. */
export type Told = ReadonlyMap<string, readonly string[]>

export interface Proved {
	title: string
	isProved: boolean
	/** YYYY-MM-DD. */
	day: string
	seconds: number
	output: string
}

/** Of a proof that tells much, its result: what stands at the end. */
const MOST_LINES = 8
const HEADING = /^[✓✗] (.+) \(\d{4}-\d\d-\d\d, \d+ s\)$/

export function tell({ title, isProved, day, seconds, output }: Proved): readonly string[] {
	const last = output.trimEnd().split('\n').slice(-MOST_LINES)
	return [`${isProved ? '✓' : '✗'} ${title} (${day}, ${Math.round(seconds)} s)`, ...last.map((line) => `    ${line}`)]
}

/** The other way round; lines before the first heading are dropped. */
export function readTold(text: string): Told {
	const told = new Map<string, string[]>()
	let lines: string[] = []
	for (const line of text.split('\n')) {
		const title = HEADING.exec(line)?.[1]
		if (title !== undefined) told.set(title, (lines = [line]))
		else if (line.startsWith('    ')) lines.push(line)
	}
	return told
}

/** In the order of `titles`; what is told of anything else is no more. */
export function joinTold(titles: readonly string[], before: Told, now: Told): string {
	return titles.flatMap((title) => now.get(title) ?? before.get(title) ?? []).join('\n')
}

/** What stands in the README between `<!-- name -->` and `<!-- /name -->`. Throws without the marks. */
export function readBetweenMarks(name: string): string {
	const text = markedBy(name).exec(readFileSync('README.md', 'utf8'))?.[2]
	if (text === undefined) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} --> marks`)
	return text
}

/** Replaces what stands in the README between `<!-- name -->` and `<!-- /name -->`. Throws without the marks. */
export async function writeBetweenMarks(name: string, text: string): Promise<void> {
	readBetweenMarks(name)
	const readme = readFileSync('README.md', 'utf8')
	const written = readme.replace(markedBy(name), (_whole, open, _before, close) => `${open}\n${text}\n\n${close}`)
	writeFileSync('README.md', await format(written, { ...(await resolveConfig('README.md')), parser: 'markdown' }))
}

const markedBy = (name: string) => new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- /${name} -->)`)
