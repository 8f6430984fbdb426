/** docs/rules.md: every rule of the field that software has to do with, and the tests that cover it. */
import { format, resolveConfig } from 'prettier'
import { eRules, notYet, otherParts, workingParts, type ERule, type Part } from '../tests/rules/e-rules.ts'
import { renderRule } from './render-rule.ts'
import { findRuleTests, type RuleTest } from './rule-tests.ts'

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
