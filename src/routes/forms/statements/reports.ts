/** A report that a mentor submits, and the curator's answer (domain.md T3, T55). */
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import type { StatementForm, StatementViews } from './form.ts'

export const returnForm: StatementForm<{ remarks: string }, { submissionId: string }> = {
	key: ({ subject }) => `return-report:${subject.submissionId}`,
	blank: { remarks: '' },
	fields: () => [{ widget: 'text', name: 'remarks', label: m.report_return_remarks(), required: true }],
	statement: ({ typed, subject: { submissionId } }) => {
		const remarks = typed.remarks.trim()
		return remarks === '' ? null : { type: 'return-report', submissionId, remarks }
	},
	submit: () => m.report_return()
}

export const reportViews: StatementViews<'submit-report' | 'accept-report' | 'return-report'> = {
	'submit-report': {
		said: ({ mentorId, reportId, dueOn, result }, { regulation }) => ({
			text: (mentorId === undefined ? m.decision_said_submit_report : m.decision_said_sign_report)({
				day: formatDay(dueOn)
			}),
			detail: result?.title ?? regulation?.reports.find(({ id }) => id === reportId)?.wording ?? ''
		}),
		unentered: ({ mentorId, dueOn }) =>
			(mentorId === undefined ? m.decision_unentered_submit_report : m.decision_unentered_sign_report)({
				day: formatDay(dueOn)
			})
	},
	'accept-report': { said: () => ({ text: m.decision_said_accept_report(), detail: '' }) },
	'return-report': { said: ({ remarks }) => ({ text: m.decision_said_return_report(), detail: remarks }) }
}
