import type { IsoDate } from '#domain/calendar.ts'
import { formatMoment } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import type { KnownProgram } from '#lib/sync/stored/remembered-programs.ts'

/** How and when a membership ended, and what can still be read. */
export function endedHint(listing: KnownProgram, today: IsoDate): string {
	if (listing.isGone === true) return m.sync_ended_gone()
	if (listing.endedAt === null) return ''
	const when = formatMoment(listing.endedAt, today)
	switch (listing.endedBy ?? null) {
		case 'closure':
			return m.sync_ended_closed_at({ when })
		case 'decision':
			return m.sync_ended_decided_at({ when })
		case null:
			return m.sync_ended_at({ when })
	}
}

/** The same as a title. */
export function endedTitle({ endedAt, endedBy = null }: KnownProgram, today: IsoDate): string {
	if (endedAt === null) return m.program_refused_no_right_title()
	const when = formatMoment(endedAt, today)
	switch (endedBy) {
		case 'closure':
			return m.program_closed_title({ when })
		case 'decision':
			return m.program_membership_ended_title({ when })
		case null:
			return m.program_refused_ended_title({ when })
	}
}
