/** What one worker found. */
export interface Findings {
	/** Number of tests by rule. */
	tests: Record<string, number>
	/** The rules of the tests that failed, by mutant; NO_RULE for a test that names none. */
	caught: Record<string, string[]>
	/** Tests that cannot run twice. */
	unrepeatable: string[]
}

export const NO_RULE = 'no rule'
