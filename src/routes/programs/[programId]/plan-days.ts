import type { DayBounds } from '#domain/calendar.ts'
import { planDays } from '#domain/plan/road.ts'
import type { ProgramContext } from '#lib/state/program.svelte.ts'

/** By the plan's own term, or the order's before the plan has arrived. */
export function daysOf({ plan: { meta }, listing }: ProgramContext): Required<DayBounds> {
	return planDays({
		startsOn: meta.startsOn || listing.startsOn,
		termMonths: meta.termMonths || listing.termMonths
	})
}
