import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

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
