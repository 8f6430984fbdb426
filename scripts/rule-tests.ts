/** Which tests say that they cover a rule of the field: those with its ID in their name, `[T29]`, or in a range, `[V12–V18]`. */
import { globSync, readFileSync } from 'node:fs'

export interface RuleTest {
	/** With slashes, from the project's directory. */
	file: string
	/** As it is written, without the IDs. */
	name: string
}

const TESTS = ['src/**/*.test.ts', 'server/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/**/*.{test,spec}.ts']
const TAG = /\[([TSRDVL])(\d{1,2})(?:[–-][TSRDVL](\d{1,2}))?\]/g
const NAME = /(['"`])((?:(?!\1).)*\[[TSRDVL]\d{1,2}(?:[–-][TSRDVL]\d{1,2})?\](?:(?!\1).)*)\1/g

/**
 * docs/sync.md numbers its rules R1–R16 and D1–D10, too: a test that names one of those is about the field only in these
 * folders.
 */
const SYNC_ID = /^(R([1-9]|1[0-6])|D([1-9]|10))$/
const FIELD = /^(src\/lib\/(domain|papers)|server\/(registry|ledger)|tests\/rules)\//

/** By rule, in the order of files and within each of lines; a name that several rules share is there for each. */
export function findRuleTests(): ReadonlyMap<string, readonly RuleTest[]> {
	const found = new Map<string, RuleTest[]>()
	for (const path of globSync(TESTS).sort()) {
		const file = path.replaceAll('\\', '/')
		for (const [, , text = ''] of readFileSync(path, 'utf8').matchAll(NAME)) {
			const test = { file, name: text.replaceAll(TAG, '').replaceAll(/\s+/g, ' ').trim() }
			for (const id of idsIn(text)) {
				if (SYNC_ID.test(id) && !FIELD.test(file)) continue
				found.set(id, [...(found.get(id) ?? []), test])
			}
		}
	}
	return found
}

/** Each once. */
export function idsIn(name: string): string[] {
	const ids = [...name.matchAll(TAG)].flatMap(([, letter, first, last]) => {
		const from = Number(first)
		return Array.from({ length: Number(last ?? from) - from + 1 }, (_, index) => `${letter}${from + index}`)
	})
	return [...new Set(ids)]
}
