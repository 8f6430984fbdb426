import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

/** Replaces what stands in the README between `<!-- name -->` and `<!-- /name -->`. Throws without the marks. */
export async function writeBetweenMarks(name: string, text: string): Promise<void> {
	const readme = readFileSync('README.md', 'utf8')
	const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
	if (!marked.test(readme)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} --> marks`)
	const written = readme.replace(marked, (_whole, open, close) => `${open}\n${text}\n\n${close}`)
	writeFileSync('README.md', await format(written, { ...(await resolveConfig('README.md')), parser: 'markdown' }))
}
