import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { regulations } from '../src/lib/domain/regulation/packs/all.ts'
import { eRules, inPart, notYet, otherRules, stateOf, workingSections } from '../tests/rules/e-rules.ts'
import { quotations } from '../tests/rules/quotations.ts'
import { readPackValues } from './pack-table.ts'
import {
	findRuleTests,
	findSyncRuleTests,
	idsIn,
	readSyncRules,
	renderRules,
	renderSyncRules,
	RULES_PAGE,
	SYNC_RULES_PAGE
} from './rules-page.ts'

const ids = eRules.map(([id]) => id)
const tests = findRuleTests()

describe('the rules of the field', () => {
	it('are each there once', () => {
		expect(new Set(ids).size).toBe(ids.length)
		const remarks = [...Object.keys(inPart), ...Object.keys(notYet)]
		expect(remarks.filter((id) => !ids.includes(id))).toEqual([])
		expect(new Set(remarks).size).toBe(remarks.length)
	})

	it('of pairs and decisions have each a case that passes and one that fails', () => {
		const working = new Set<string>(workingSections)
		const rules = eRules.filter(([, section]) => working.has(section)).map(([id]) => id)
		const isInTable = (id: string) => tests.get(id)?.some(({ file }) => file.startsWith('tests/rules/')) ?? false
		expect(rules.filter((id) => !isInTable(id))).toEqual([])
	})

	it('of the other parts are covered, or it is said why not', () => {
		expect(ids.filter((id) => !tests.has(id) && stateOf(id) !== 'not yet')).toEqual([])
	})

	it('are all that tests name', () => {
		const known = new Set([...ids, ...otherRules])
		expect([...tests.keys()].filter((id) => !known.has(id))).toEqual([])
		expect(otherRules.filter((id) => ids.includes(id) || !tests.has(id))).toEqual([])
	})

	it('are on their page; if not: node scripts/rules.ts', async () => {
		expect(readFileSync(RULES_PAGE, 'utf8')).toBe(await renderRules())
	})
})

describe.each(regulations.map((regulation) => [regulation.id, regulation] as const))('%s', (id, regulation) => {
	it('quotes the clause of each value that cites one, and of nothing else', () => {
		const cited = readPackValues(regulation).flatMap(({ path, source }) => (source === null ? [] : [path]))
		expect(new Set(cited).size).toBe(cited.length)
		expect(Object.keys(quotations[id] ?? {}).toSorted()).toEqual(cited.toSorted())
	})
})

describe('the rules of sync', () => {
	const syncIds = readSyncRules().map(([id]) => id)

	it('are R1–R16 and D1–D10, each there once', () => {
		expect(syncIds).toEqual(idsIn('[R1–R16] [D1–D10]'))
	})

	it('are covered', () => {
		const syncTests = findSyncRuleTests()
		expect(syncIds.filter((id) => !syncTests.has(id))).toEqual([])
	})

	it('are on their page; if not: node scripts/rules.ts', async () => {
		expect(readFileSync(SYNC_RULES_PAGE, 'utf8')).toBe(await renderSyncRules())
	})
})

it('a range of rules names each of them', () => {
	expect(idsIn('[V12–V14] [T29] monitoring')).toEqual(['V12', 'V13', 'V14', 'T29'])
	expect(idsIn('[ST4] [P13] of another page')).toEqual([])
})
