import type { RuleTest } from './rule-tests.ts'

/** A rule as an item of a list in Markdown: its wording, what else is said of it, and its tests by file. */
export function renderRule(
	id: string,
	wording: string,
	tests: readonly RuleTest[],
	remarks: readonly string[] = []
): string {
	const files = [...new Set(tests.map(({ file }) => file))]
	const lines = files.map((file) => {
		const names = new Set(tests.filter((test) => test.file === file).map(({ name }) => name))
		return `\`${file}\`: ${[...names].filter((name) => name !== '').join('; ')}`
	})
	return [`- **${id}** ${wording}`, ...remarks, ...lines].join('\n  - ')
}
