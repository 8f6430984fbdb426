/** What a device knows of the facts a statement is judged by: enough to tell a person before they say it in vain. */
import type { IsoDate } from '../calendar.ts'
import type { Regulation } from '../regulation/schema.ts'
import { judge } from './judge.ts'
import type { Facts, Refusal } from './refusal.ts'
import { lastingMenteeIds, menteesToKnow, type Ledger, type Speaker } from './ledger.ts'
import { namedPeople } from './named-people.ts'
import type { Statement } from './statement.ts'

export interface FactsAtHand {
	today: IsoDate
	regulation: Regulation
	/** The speaker's; null: the bank does not know it. */
	bornOn: IsoDate | null
	/** Null: this device has no plan to ask. */
	plan: Facts['plan']
	planHash: string | null
	planParts: Facts['planParts']
}

/** As a summary counts it, which names no activity. */
export function countedPlan({ done, total }: { done: number; total: number }): Facts['plan'] {
	return { done, total, activityIds: new Set() }
}

/** Null: nothing this device knows speaks against it; the server knows more, and decides. */
export function judgeAtHand(ledger: Ledger, statement: Statement, by: Speaker, known: FactsAtHand): Refusal | null {
	const named = namedPeople(statement)
	const refusal = judge(ledger, statement, by, {
		...known,
		// Banks and other programmes are for the server: nobody is refused here because of them.
		unmetConditions: new Map([...(ledger.proposal?.mentorIds ?? []), ...named].map((personId) => [personId, []])),
		openPrograms: new Map([...menteesToKnow(ledger), ...named].map((personId) => [personId, null])),
		unfitCategories: new Map(),
		representatives: new Map(),
		birthDays: new Map(known.bornOn === null ? [] : [[by.personId, known.bornOn]])
	})
	return refusal === null || isUnknown(ledger, statement, refusal, known) ? null : refusal
}

/** What it says of the plan is said without having asked one, or of a group of which the speaker is only told that it is there. */
function isUnknown(
	ledger: Ledger,
	statement: Statement,
	{ reason }: Refusal,
	{ plan, planHash, planParts }: FactsAtHand
): boolean {
	if (reason === 'plan-changed') return planHash === null
	if (reason === 'content-missing') return planParts === null
	if (reason === 'not-a-group') return lastingMenteeIds(ledger).length === 0
	if (reason === 'plan-unfulfilled') return plan === null
	// A summary counts activities and names none.
	return statement.type === 'accept-activity' && reason === 'unknown-subject' && (plan?.activityIds.size ?? 0) === 0
}
