import { readFileSync, writeFileSync } from 'node:fs'

/** Replaces what stands in the README between `<!-- name -->` and `<!-- /name -->`. Throws without the marks. */
export function writeBetweenMarks(name: string, text: string): void {
	const readme = readFileSync('README.md', 'utf8')
	const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
	if (!marked.test(readme)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} --> marks`)
	writeFileSync(
		'README.md',
		readme.replace(marked, (_whole, open, close) => `${open}\n${text}\n\n${close}`)
	)
}
