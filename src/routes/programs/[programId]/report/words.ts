import type { ReportState } from '#domain/plan/due-dates.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'

/** What became of a report. */
export function reportWords({ status, submittedOn }: Pick<ReportState, 'status' | 'submittedOn'>): string {
	if (submittedOn === null) return status === 'returned' ? m.reports_returned() : m.reports_owed_one()
	const day = formatDay(submittedOn)
	if (status === 'declared') return m.reports_declared({ day })
	return status === 'accepted' ? m.reports_accepted({ day }) : m.reports_to_accept({ day })
}
