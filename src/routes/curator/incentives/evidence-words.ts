/** What speaks for cancelling an incentive, or against it, in words; where nobody keeps a record, that is said (domain.md T48). */
import { groupBy } from '#domain/group-by.ts'
import type { GroundFinding } from '#domain/ledger/incentive.ts'
import type { IncentiveScheme } from '#protocol/api/region.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

export function evidenceWords(
	{ isFound, isRecorded, evidence }: GroundFinding,
	{ reports }: Pick<IncentiveScheme, 'reports'>
): string {
	switch (evidence.type) {
		case 'plan':
			if (!isRecorded) return m.incentives_no_data()
			return evidence.overdue === 0
				? m.incentives_plan({ done: evidence.done, total: evidence.total })
				: m.incentives_plan_late({ done: evidence.done, total: evidence.total, overdue: evidence.overdue })
		case 'reports': {
			const due = dueWords(evidence.missing, reports)
			if (!isRecorded) return due === '' ? m.incentives_no_data() : m.incentives_reports_unknown({ due })
			return due === ''
				? m.incentives_reports({ count: evidence.submitted.length })
				: m.incentives_reports_missing({ due })
		}
		case 'events':
		case 'materials':
			if (!isRecorded) return m.incentives_no_data()
			if (isFound === null) return m.incentives_nothing_yet()
			return evidence.found.length === 0
				? m.incentives_nothing_since({ since: formatDay(evidence.since) })
				: evidence.found.map(({ title, on }) => `${title}, ${formatDay(on)}`).join('; ')
	}
}

/** «Отчёт наставника: 10 июня, 10 декабря; …» */
function dueWords(missing: readonly { reportId: string; dueOn: string }[], names: IncentiveScheme['reports']): string {
	return [...groupBy(missing, ({ reportId }) => reportId)]
		.map(([id, dates]) => `${names[id] ?? id}: ${dates.map(({ dueOn }) => formatDay(dueOn)).join(', ')}`)
		.join('; ')
}
