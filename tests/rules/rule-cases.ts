/** A rule of the field as a row: its tag, a case that passes, and one that fails. */
import { describe, expect, it } from 'vitest'

/** The case in words, the question, and the whole answer. */
export type RuleCase = readonly [words: string, ask: () => unknown, answer: unknown]
export type RuleRow = readonly [rule: `[${string}] ${string}`, passes: RuleCase, fails: RuleCase]

export function describeRules(rows: readonly RuleRow[]): void {
	describe.each(rows)('%s', (_rule, [passing, askPassing, passed], [failing, askFailing, failed]) => {
		it(`passes: ${passing}`, async () => {
			expect(await askPassing()).toEqual(passed)
		})
		it(`fails: ${failing}`, async () => {
			expect(await askFailing()).toEqual(failed)
		})
	})
}
