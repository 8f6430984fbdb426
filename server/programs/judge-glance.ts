/** What the derived rows of boards say of a programme on a day of its municipality. */
import { addDaysTo, type IsoDate } from '#domain/calendar.ts'
import { isSilent, silentFrom } from '#domain/silence.ts'
import { fold } from '#domain/text.ts'
import { boardFlags, type BoardFlag, type JudgedProgram } from '../database/board-rows.ts'
import type { Glance, GlancedParticipant } from './board-glances.ts'

export function judgeGlance(glance: Glance, today: IsoDate, now: string): JudgedProgram {
	const isClosed = glance.phase === 'closed'
	const overdue = countOverdue(glance, today)
	const owed = glance.reports.flatMap(({ dueOn, submittedOn }) => (submittedOn === null ? dueOn : []))
	const missingReports = owed.filter((dueOn) => dueOn < today).length
	const isAhead = glance.startsOn > today
	const flags: Record<BoardFlag, boolean> = {
		closed: isClosed,
		ahead: isAhead,
		overdue: overdue > 0,
		silent: isSilent(current(glance), now),
		reports: missingReports > 0,
		// A person who has never signed in lacks everything; the board shows that instead.
		behind: glance.participants.some(({ isBehind, lastSeenAt }) => isBehind && lastSeenAt !== null)
	}
	const days = glance.meetingDays.filter((day) => day > today)
	// What is due is late from the next day on.
	const lateDays = [...(isClosed ? [] : glance.dueDates), ...owed]
		.filter((dueOn) => dueOn >= today)
		.map((dueOn) => addDaysTo(dueOn, 1))
	return {
		programId: glance.programId,
		flags: (Object.keys(flags) as BoardFlag[]).reduce((sum, name) => sum | (flags[name] ? boardFlags[name] : 0), 0),
		overdue,
		missingReports,
		held: glance.held,
		editedAt: glance.editedAt,
		progress: glance.total === 0 ? null : glance.done / glance.total,
		metOn: glance.meetingDays.find((day) => day <= today) ?? null,
		nextOn: (isClosed ? glance.lastDay : glance.dueDates[0]) ?? null,
		reportOn: owed.toSorted()[0] ?? null,
		sortText: fold(glance.sortText),
		searchText: glance.searchText,
		silentAt: silentFrom(current(glance)),
		turnsOn: [...lateDays, ...days, ...(isAhead ? [glance.startsOn] : [])].sort()[0] ?? null
	}
}

/** Nothing is due in a closed programme. */
export function countOverdue({ phase, dueDates }: Glance, today: IsoDate): number {
	return phase === 'closed' ? 0 : countBefore(dueDates, today)
}

/** Nothing is expected of a person whose membership has ended. */
function current({ participants }: Glance): readonly GlancedParticipant[] {
	return participants.filter(({ endedAt }) => endedAt === null)
}

/** How many of the ascending dates are before the day. */
function countBefore(dates: readonly string[], day: string): number {
	const first = dates.findIndex((date) => date >= day)
	return first === -1 ? dates.length : first
}
