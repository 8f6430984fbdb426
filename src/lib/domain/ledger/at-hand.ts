/** What a device can check before a person makes a statement: less than the server, which knows banks and other programmes. */
import type { IsoDate } from '../calendar.ts'
import type { Regulation } from '../regulation/schema.ts'
import { lastingMenteeIds, type Ledger, menteesToKnow, type Speaker } from './ledger.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Statement } from './statement.ts'
import { checkStatement, namedPeople } from './statements/all.ts'

/** The facts for a check that a device knows: enough to warn a person before they make a statement that fails. */
export interface FactsAtHand {
	today: IsoDate
	regulation: Regulation
	/** The speaker's day of birth; null: the bank does not know it. */
	bornOn: IsoDate | null
	/** Null: this device has no plan. */
	plan: Facts['plan']
	planHash: string | null
	planSections: Facts['planSections']
	/** Absent: this device does not know. */
	missingRequisites?: Facts['missingRequisites']
}

/** The plan as counted in a summary, which names no activities. */
export function countedPlan({ done, total }: { done: number; total: number }): Facts['plan'] {
	return { done, total, activityIds: new Set() }
}

/** Null: nothing that this device knows refuses it. The server knows more, and decides. */
export function checkAtHand(ledger: Ledger, statement: Statement, by: Speaker, known: FactsAtHand): Refusal | null {
	const named = namedPeople(statement)
	const refusal = checkStatement(ledger, statement, by, {
		missingRequisites: [],
		...known,
		// Only the server knows banks and other programmes: nobody is refused here because of them.
		unmetConditions: new Map([...(ledger.proposal?.mentorIds ?? []), ...named].map((personId) => [personId, []])),
		openPrograms: new Map([...menteesToKnow(ledger), ...named].map((personId) => [personId, null])),
		unfitCategories: new Map(),
		representatives: new Map(),
		birthDays: new Map(known.bornOn === null ? [] : [[by.personId, known.bornOn]])
	})
	return refusal === null || isUnknown(ledger, statement, refusal, known) ? null : refusal
}

/**
 * Whether the refusal rests on something this device does not know: the plan, or the mentees of a group that the speaker is only to
 * join.
 */
function isUnknown(
	ledger: Ledger,
	statement: Statement,
	{ reason }: Refusal,
	{ plan, planHash, planSections }: FactsAtHand
): boolean {
	if (reason === 'plan-changed' || reason === 'plan-unchanged') return planHash === null
	if (reason === 'content-missing') return planSections === null
	if (reason === 'not-a-group') return lastingMenteeIds(ledger).length === 0
	if (reason === 'plan-unfulfilled' || reason === 'edition-missing') return plan === null
	// A summary counts activities and names none.
	return statement.type === 'accept-activity' && reason === 'unknown-subject' && (plan?.activityIds.size ?? 0) === 0
}
