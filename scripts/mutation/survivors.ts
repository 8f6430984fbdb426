/** What no test of a rule catches, and why that is right. A new survivor needs a test, or a reason here. */
export const survivorsWithReason: Readonly<Record<string, string>> = {
	'check-working.ts checkParticipant: not-your-role': 'its callers have asked for the role before'
}
