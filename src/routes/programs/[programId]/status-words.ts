import type { Status } from '#domain/plan/mark.ts'
import { m } from '#lib/paraglide/messages.js'

export function statusLabel(status: Status): string {
	switch (status) {
		case 'planned':
			return m.program_status_planned()
		case 'inProgress':
			return m.program_status_in_progress()
		case 'done':
			return m.program_status_done()
		case 'cancelled':
			return m.program_status_cancelled()
	}
}
