/** Prints files beyond the size budget (300 lines, a component 120); a look, never a failure. */
import { globSync, readFileSync } from 'node:fs'

const FILES = ['src/**/*.{ts,svelte}', 'server/**/*.ts', 'scripts/**/*.{ts,mjs}']
const SKIPPED = /paraglide|\.test\.ts$/

export function reportSizes(): void {
	const sizes = globSync(FILES)
		.filter((file) => !SKIPPED.test(file))
		.map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
		.sort((one, other) => one.lines - other.lines)
	const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0
	const withinShare = sizes.filter(({ lines }) => lines <= 200).length / sizes.length
	console.log(`sizes: ${sizes.length} files, median ${median} lines, ${Math.round(withinShare * 100)} % within 200`)
	for (const { file, lines } of sizes.filter(isOverBudget)) console.log(`  ${lines} ${file}`)
}

function isOverBudget({ file, lines }: { file: string; lines: number }): boolean {
	return lines > (file.endsWith('.svelte') ? 120 : 300)
}
