import type { MentorReport } from '#domain/ledger/reports.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'

/** What became of a report. */
export function reportWords({
	status,
	submittedOn,
	signedBy
}: Pick<MentorReport, 'status' | 'submittedOn' | 'signedBy'>): string {
	if (signedBy !== undefined) {
		return submittedOn === null ? m.reports_unsigned() : m.reports_signed({ day: formatDay(submittedOn) })
	}
	if (submittedOn === null) return status === 'returned' ? m.reports_returned() : m.reports_owed_one()
	const day = formatDay(submittedOn)
	if (status === 'declared') return m.reports_declared({ day })
	return status === 'accepted' ? m.reports_accepted({ day }) : m.reports_to_accept({ day })
}
