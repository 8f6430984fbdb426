/** Which tests say that they cover a rule: those with its ID in their name, `[T29]`, or in a range, `[V12–V18]`. */
import { globSync, readFileSync } from 'node:fs'

export interface RuleTest {
	/** With slashes, from the project's directory. */
	file: string
	/** As it is written, without the IDs. */
	name: string
}

const TESTS = ['{src,server,scripts}/**/*.test.ts', 'tests/**/*.{test,spec}.ts', 'tests/contracts/*.ts']
/** Names rules, and tests none of them. */
const ABOUT_TAGS = 'scripts/rules.test.ts'
const TAG = /\[([TSRDVL])(\d{1,2})(?:[–-][TSRDVL](\d{1,2}))?\]/g
const NAME = /(['"`])((?:(?!\1).)*\[[TSRDVL]\d{1,2}(?:[–-][TSRDVL]\d{1,2})?\](?:(?!\1).)*)\1/g

/**
 * docs/sync.md numbers its rules R1–R16 and D1–D10, as Tomsk region and Dinskoy do theirs: a test that names one of those is about
 * the field in these places, about sync everywhere else.
 */
const SYNC_ID = /^(R([1-9]|1[0-6])|D([1-9]|10))$/
const FIELD = [
	/^src\/lib\/(domain|papers)\//,
	/^src\/lib\/ui\/words\/ledger-words\./,
	/^src\/routes\/(curator|decisions)\//,
	/^server\/(people|demo|programs)\/(?!admit\.)/,
	/^server\/http\/(bank|forming|imports|offices|organisations|organisation-staff)\./,
	/^tests\/(rules|e2e\/regulations)\//
]

/** By rule of the field, in the order of files and within each of lines; a name that several rules share is there for each. */
export function findRuleTests(): ReadonlyMap<string, readonly RuleTest[]> {
	return findTests((id, file) => !SYNC_ID.test(id) || isOfField(file))
}

/** The same by rule of docs/sync.md. */
export function findSyncRuleTests(): ReadonlyMap<string, readonly RuleTest[]> {
	return findTests((id, file) => SYNC_ID.test(id) && !isOfField(file))
}

function isOfField(file: string): boolean {
	return FIELD.some((place) => place.test(file))
}

function findTests(isAsked: (id: string, file: string) => boolean): Map<string, RuleTest[]> {
	const found = new Map<string, RuleTest[]>()
	for (const path of globSync(TESTS).sort()) {
		const file = path.replaceAll('\\', '/')
		if (file === ABOUT_TAGS) continue
		for (const [, , text = ''] of readFileSync(path, 'utf8').matchAll(NAME)) {
			const test = { file, name: text.replaceAll(TAG, '').replaceAll(/\s+/g, ' ').trim() }
			for (const id of idsIn(text)) if (isAsked(id, file)) found.set(id, [...(found.get(id) ?? []), test])
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
