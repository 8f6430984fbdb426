/** The end of a programme: with a reason of the regulation (domain.md T41–T43), or by notice, which the law gives (L1). */
import type { IsoDate } from '../calendar.ts'
import type { DayBounds } from '../day-bounds.ts'
import { addWorkingDays } from '../regulation/working-days.ts'
import type { Regulation, Signatory } from '../regulation/schema.ts'
import { judgeHorizon, latestDay } from './judge-horizon.ts'
import type { Facts, Refusal } from './refusal.ts'
import type { Ledger, Speaker } from './ledger.ts'
import { standingNotice } from './notice.ts'
import type { Matter } from './statement.ts'

/** Working days between the word and the last day (domain.md L1). */
const NOTICE_DAYS = 3
/** Both sides of the employment contract (domain.md L1), whatever the regulation says. */
const givesNotice: readonly Signatory[] = ['mentor', 'curator', 'head']

/** The head raises nothing but a notice. */
export function raisersOfClosure(reasonId: string, { completion }: Regulation): readonly Signatory[] {
	const reason = completion.find(({ id }) => id === reasonId)
	const by: readonly Signatory[] = reason?.by ?? ['curator']
	return reason?.needs === 'notice' ? [...by, ...givesNotice] : by.filter((role) => role !== 'head')
}

/** The last days of which notice can be given on a day. */
export function noticeBounds(today: IsoDate): Required<DayBounds> {
	return { min: addWorkingDays(today, NOTICE_DAYS), max: latestDay(today) }
}

export function judgeClosure(
	ledger: Ledger,
	closure: Extract<Matter, { type: 'closure' }>,
	by: Speaker,
	{ regulation, plan, today }: Facts
): Refusal | null {
	const reason = regulation.completion.find(({ id }) => id === closure.reasonId)
	if (reason === undefined) return { reason: 'not-in-regulation', field: 'reason' }
	if (reason.needs !== 'notice' && closure.lastDay !== null) return { reason: 'not-in-regulation', field: 'reason' }
	switch (reason.needs) {
		case 'plan': {
			const { done = 0, total = 0 } = plan ?? {}
			return total > 0 && done === total ? null : { reason: 'plan-unfulfilled', done, total }
		}
		case 'ground':
			return closure.ground === null ? { reason: 'ground-missing' } : null
		case 'notice': {
			const { min: earliest } = noticeBounds(today)
			if (closure.lastDay === null || closure.lastDay < earliest) return { reason: 'notice-too-short', earliest }
			const standing = standingNotice(ledger)
			// One's own that nobody has taken note of yet may be given anew.
			const isOwn = standing?.raisedBy.personId === by.personId && standing.outcome === 'open'
			if (standing !== null && !isOwn && standing.matter.lastDay <= closure.lastDay) return { reason: 'already-said' }
			return judgeHorizon(closure.lastDay, today)
		}
	}
}
