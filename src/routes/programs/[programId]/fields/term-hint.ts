import type { IsoDate } from '#domain/calendar.ts'
import { outsideTerm } from '#domain/plan/deadline.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ProgramContext } from '#lib/state/program.svelte.ts'
import { formatDayOfYear } from '#lib/ui/dates.ts'
import { termOf } from '../words.ts'

/** Beside a day that is accepted though the programme does not reach it. */
export function termHint(program: ProgramContext, day: IsoDate | null): string | undefined {
	const outside = outsideTerm(day, termOf(program))
	if (outside === null) return undefined
	return 'startsOn' in outside
		? m.program_before_term({ day: formatDayOfYear(outside.startsOn) })
		: m.program_after_term({ day: formatDayOfYear(outside.endsOn) })
}
