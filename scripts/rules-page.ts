/**
 * Makes two pages from the tests that name rules. docs/rules.md lists every rule of the field that concerns the
 * software, docs/sync-rules.md every rule of docs/sync.md.
 */
import { globSync, readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { renderPacks } from './pack-table.ts'
import {
	type ERule,
	eRules,
	inPart,
	notYet,
	otherSections,
	stateOf,
	type RuleSection,
	type RuleState,
	workingSections
} from '../tests/rules/e-rules.ts'

export const RULES_PAGE = 'docs/rules.md'

const INTRODUCTION = `# The rules of the field, and what covers them

Made by \`node scripts/rules.ts\` of \`tests/rules/e-rules.ts\` and of the tests that name a rule; a test fails when it is stale. T is
Tomsk city, S Surgut, R Tomsk region, D Dinskoy, V Divnogorsk, L the law. A rule holds, or holds in part, with what is missing, or
does not yet. Every rule of the parts up to “Closure” has a case that passes and one that fails in \`tests/rules\`.

\`npm run rules:mutate\` proves that these tests can fail: it changes each value of the regulations, and turns each refusal of the
judging functions into an acceptance, one at a time, and says what no test notices.
`

const PACKS = `## The packs against their texts

Each value of a shipped regulation (\`src/lib/domain/regulation/packs\`) with the clause that it cites and the words it rests on.
\`byDefault\`: a signature that the clause does not name. The words are kept in \`tests/rules/quotations.ts\`; a test fails for a value
without them.
`

/** Formatted by prettier. */
export async function renderRules(): Promise<string> {
	const tests = findRuleTests()
	const sections = [...workingSections, ...otherSections].map((section) => renderSection(section, tests))
	const config = await resolveConfig(RULES_PAGE)
	return format([INTRODUCTION, renderCounts(), ...sections, PACKS, renderPacks()].join('\n'), {
		...config,
		filepath: RULES_PAGE
	})
}

function renderSection(section: RuleSection, tests: ReadonlyMap<string, readonly RuleTest[]>): string {
	const rules = eRules.filter((rule) => rule[1] === section)
	const title = section.slice(0, 1).toUpperCase() + section.slice(1)
	return `## ${title}\n\n${rules.map((rule) => renderFieldRule(rule, tests.get(rule[0]) ?? [])).join('\n')}\n`
}

function renderFieldRule([id, , wording]: ERule, tests: readonly RuleTest[]): string {
	return renderRule(id, wording, tests, [remarkOf(id)])
}

function remarkOf(id: string): string {
	if (notYet[id] !== undefined) return `Not yet: ${notYet[id]}.`
	return inPart[id] === undefined ? 'Holds.' : `In part: ${inPart[id]}.`
}

/** «60 hold, 25 hold in part, 7 do not yet.» */
function renderCounts(): string {
	const count = (state: RuleState) => eRules.filter(([id]) => stateOf(id) === state).length
	return `Of ${eRules.length} rules ${count('holds')} hold, ${count('in part')} hold in part, ${count('not yet')} do not yet.\n`
}

/** A rule as a Markdown list item: its wording, the remarks, and its tests by file. */
function renderRule(id: string, wording: string, tests: readonly RuleTest[], remarks: readonly string[] = []): string {
	const files = [...new Set(tests.map(({ file }) => file))]
	const lines = files.map((file) => {
		const names = new Set(tests.filter((test) => test.file === file).map(({ name }) => name))
		return `\`${file}\`: ${[...names].filter((name) => name !== '').join('; ')}`
	})
	return [`- **${id}** ${wording}`, ...remarks, ...lines].join('\n  - ')
}

/** A test that says that it covers a rule: the rule's ID is in its name, `[T29]`, or in a range, `[V12–V18]`. */
export interface RuleTest {
	/** With slashes, from the project's directory. */
	file: string
	/** As written, without the IDs. */
	name: string
}

const TESTS = ['{src,server,scripts}/**/*.test.ts', 'tests/**/*.{test,spec}.ts', 'tests/contracts/*.ts']
/** This file names rules, but covers none of them. */
const ABOUT_TAGS = 'scripts/rules.test.ts'
const TAG = /\[([TSRDVL])(\d{1,2})(?:[–-][TSRDVL](\d{1,2}))?\]/g
const NAME = /(['"`])((?:(?!\1).)*\[[TSRDVL]\d{1,2}(?:[–-][TSRDVL]\d{1,2})?\](?:(?!\1).)*)\1/g

/**
 * docs/sync.md numbers its rules R1–R16 and D1–D10, and so do Tomsk region and Dinskoy. In these places such an ID
 * means a rule of the field, everywhere else a rule of sync.
 */
const SYNC_ID = /^(R([1-9]|1[0-6])|D([1-9]|10))$/
const FIELD = [
	/^src\/lib\/(domain|papers)\//,
	/^src\/lib\/ui\/words\/(ledger|regulation)\./,
	/^src\/routes\/(curator|decisions|forms)\//,
	/^server\/(people|demo|programs)\/(?!admit\.)/,
	/^server\/http\/(bank|forming|imports|offices|organisations|organisation-staff)\./,
	/^tests\/(rules|e2e\/regulations)\//
]

/** Tests by rule of the field, in the order of files and of lines. A test that names several rules is listed for each. */
export function findRuleTests(): ReadonlyMap<string, readonly RuleTest[]> {
	return findTests(isFieldRule)
}

/** Tests by rule of docs/sync.md. */
export function findSyncRuleTests(): ReadonlyMap<string, readonly RuleTest[]> {
	return findTests((id, file) => SYNC_ID.test(id) && !isOfField(file))
}

/** Whether the ID in a test of this file means a rule of the field. */
export function isFieldRule(id: string, file: string): boolean {
	return !SYNC_ID.test(id) || isOfField(file)
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

/** The rule IDs in a test's name, each once; ranges are written out. */
export function idsIn(name: string): string[] {
	const ids = [...name.matchAll(TAG)].flatMap(([, letter, first, last]) => {
		const from = Number(first)
		return Array.from({ length: Number(last ?? from) - from + 1 }, (_, index) => `${letter}${from + index}`)
	})
	return [...new Set(ids)]
}

export const SYNC_RULES_PAGE = 'docs/sync-rules.md'

const SOURCE = 'docs/sync.md'
const ROW = /^\| ([RD]\d+) +\| (.+?) +\|/gm
const SYNC_INTRODUCTION = `# The rules of sync, and what covers them

Made by \`node scripts/rules.ts\` of [sync.md](sync.md), where each rule has its place in the code, and of the tests that name one;
a test fails when it is stale, or when a rule has no test. R is the relay's, D the device's.
`

/** Each rule as its table words it, in the order of the page. */
export function readSyncRules(): (readonly [id: string, wording: string])[] {
	return [...readFileSync(SOURCE, 'utf8').matchAll(ROW)].map(([, id = '', wording = '']) => [id, wording] as const)
}

/** Formatted by prettier. */
export async function renderSyncRules(): Promise<string> {
	const tests = findSyncRuleTests()
	const rules = readSyncRules().map(([id, wording]) => renderRule(id, wording, tests.get(id) ?? []))
	const config = await resolveConfig(SYNC_RULES_PAGE)
	return format([SYNC_INTRODUCTION, ...rules].join('\n'), { ...config, filepath: SYNC_RULES_PAGE })
}
