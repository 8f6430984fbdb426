import type { DayBounds } from '#domain/day-bounds.ts'
import { planDays } from '#domain/plan/plan-days.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'

/** By the plan's own term, or the order's before the plan has arrived. */
export function daysOf({ plan: { meta }, listing }: ProgramContext): Required<DayBounds> {
	return planDays({
		startsOn: meta.startsOn || listing.startsOn,
		termMonths: meta.termMonths || listing.termMonths
	})
}
