/** docs/rules.md: every rule of the field that software has to do with, and the tests that cover it. */
import { globSync, readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { type ERule, eRules, notYet, otherParts, type Part, workingParts } from '../tests/rules/e-rules.ts'

export const RULES_PAGE = 'docs/rules.md'

const INTRODUCTION = `# The rules of the field, and what covers them

Made by \`node scripts/rules.ts\` of \`tests/rules/e-rules.ts\` and of the tests that name a rule; a test fails when it is stale. T is
Tomsk city, S Surgut, R Tomsk region, D Dinskoy, V Divnogorsk, L the law. Every rule of the parts up to “Closure” has a case
that passes and one that fails in \`tests/rules\`; what is not there yet says why.
`

/** As prettier would have it. */
export async function renderRules(): Promise<string> {
	const tests = findRuleTests()
	const parts = [...workingParts, ...otherParts].map((part) => renderPart(part, tests))
	const config = await resolveConfig(RULES_PAGE)
	return format([INTRODUCTION, ...parts].join('\n'), { ...config, filepath: RULES_PAGE })
}

function renderPart(part: Part, tests: ReadonlyMap<string, readonly RuleTest[]>): string {
	const rules = eRules.filter((rule) => rule[1] === part)
	const title = part.slice(0, 1).toUpperCase() + part.slice(1)
	return `## ${title}\n\n${rules.map((rule) => renderFieldRule(rule, tests.get(rule[0]) ?? [])).join('\n')}\n`
}

function renderFieldRule([id, , wording]: ERule, tests: readonly RuleTest[]): string {
	const reason = notYet[id]
	return renderRule(id, wording, tests, reason === undefined ? [] : [`Not yet: ${reason}.`])
}

/** A rule as an item of a list in Markdown: its wording, what else is said of it, and its tests by file. */
function renderRule(id: string, wording: string, tests: readonly RuleTest[], remarks: readonly string[] = []): string {
	const files = [...new Set(tests.map(({ file }) => file))]
	const lines = files.map((file) => {
		const names = new Set(tests.filter((test) => test.file === file).map(({ name }) => name))
		return `\`${file}\`: ${[...names].filter((name) => name !== '').join('; ')}`
	})
	return [`- **${id}** ${wording}`, ...remarks, ...lines].join('\n  - ')
}

/** Which tests say that they cover a rule: those with its ID in their name, `[T29]`, or in a range, `[V12–V18]`. */
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
	/^src\/lib\/ui\/words\/ledger\./,
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

/** docs/sync-rules.md: every rule of docs/sync.md, and the tests that cover it. */
export const SYNC_RULES_PAGE = 'docs/sync-rules.md'

const SOURCE = 'docs/sync.md'
const ROW = /^\| ([RD]\d+) +\| (.+?) +\|/gm
const SYNC_INTRODUCTION = `# The rules of sync, and what covers them

Made by \`node scripts/rules.ts\` of [sync.md](sync.md), where each rule has its place in the code, and of the tests that name one;
a test fails when it is stale, or when a rule has no test. R is the relay's, D the device's.
`

/** Each as its table words it, in the order of the page. */
export function readSyncRules(): (readonly [id: string, wording: string])[] {
	return [...readFileSync(SOURCE, 'utf8').matchAll(ROW)].map(([, id = '', wording = '']) => [id, wording] as const)
}

/** As prettier would have it. */
export async function renderSyncRules(): Promise<string> {
	const tests = findSyncRuleTests()
	const rules = readSyncRules().map(([id, wording]) => renderRule(id, wording, tests.get(id) ?? []))
	const config = await resolveConfig(SYNC_RULES_PAGE)
	return format([SYNC_INTRODUCTION, ...rules].join('\n'), { ...config, filepath: SYNC_RULES_PAGE })
}
