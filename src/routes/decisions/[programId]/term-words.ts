/** How the days of a programme are told at its head. */
import { addDaysTo, addMonthsTo, type IsoDate } from '#domain/calendar.ts'
import type { Ledger } from '#domain/ledger/ledger.ts'
import { standingNotice } from '#domain/ledger/consents.ts'
import { formatDay, formatDaySpan } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

/** «Начнётся 23 ноября»; null: it has begun, goes on until a known day or is not ordered. */
export function startWords({ phase, term }: Ledger, today: IsoDate): string | null {
	return phase !== 'active' || term === null || term.startsOn <= today
		? null
		: m.decision_phase_starting({ day: formatDay(term.startsOn) })
}

/** «23 ноября 2026 г. – 22 ноября 2028 г.»; '' where nothing is ordered. */
export function spanWords(ledger: Ledger): string {
	if (ledger.term === null) return ''
	const { startsOn, months } = ledger.term
	const lastDay =
		ledger.closure?.lastDay ?? standingNotice(ledger)?.matter.lastDay ?? addDaysTo(addMonthsTo(startsOn, months), -1)
	if (lastDay >= startsOn) return formatDaySpan(startsOn, lastDay)
	const days = { day: formatDay(lastDay), start: formatDay(startsOn) }
	return ledger.closure === null ? m.decision_term_ends_before(days) : m.decision_term_ended_before(days)
}
