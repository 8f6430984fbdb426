import type { ReportStatus } from '#domain/plan/due-dates.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'

/** What became of a report. `submittedOn` null: it is owed. */
export function reportWords(status: ReportStatus, submittedOn: string | null): string {
	const day = formatDay(submittedOn ?? '')
	switch (status) {
		case 'owed':
			return m.reports_owed_one()
		case 'returned':
			return m.reports_returned()
		case 'declared':
			return m.reports_declared({ day })
		case 'submitted':
			return m.reports_to_accept({ day })
		case 'accepted':
			return m.reports_accepted({ day })
	}
}
