/** docs/sync-rules.md: every rule of docs/sync.md, and the tests that cover it. */
import { readFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { renderRule } from './render-rule.ts'
import { findSyncRuleTests } from './rule-tests.ts'

export const SYNC_RULES_PAGE = 'docs/sync-rules.md'

const SOURCE = 'docs/sync.md'
const ROW = /^\| ([RD]\d+) +\| (.+?) +\|/gm
const INTRODUCTION = `# The rules of sync, and what covers them

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
	return format([INTRODUCTION, ...rules].join('\n'), { ...config, filepath: SYNC_RULES_PAGE })
}
