/** The statuses of activities in words. */
import type { Status } from '#domain/plan/mark.ts'
import { m } from '#lib/paraglide/messages.js'

interface StatusWords {
	label(): string
	/** In the history. */
	marked(inputs: { label: string }): string
}

export const statusWords: Readonly<Record<Status, StatusWords>> = {
	planned: { label: m.program_status_planned, marked: m.change_marked_planned },
	inProgress: { label: m.program_status_in_progress, marked: m.change_marked_in_progress },
	done: { label: m.program_status_done, marked: m.change_marked_done },
	cancelled: { label: m.program_status_cancelled, marked: m.change_marked_cancelled }
}
