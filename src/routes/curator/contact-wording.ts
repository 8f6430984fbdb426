/** How long since a participant's device spoke to the relay, in words; ages are as of the board's own moment. */
import type { BoardParticipant } from '#protocol/api/program.ts'
import { silenceLevelOf, silentDays, type SilenceLevel } from '#domain/summary.ts'
import { m } from '#lib/paraglide/messages.js'

export interface Contact {
	text: string
	level: SilenceLevel | 'never'
}

export function describeContact(participant: BoardParticipant, at: string): Contact {
	if (participant.isOnline) return { text: m.curator_online(), level: 'inTouch' }
	const days = silentDays(participant.lastSeenAt, participant.startsOn, at)
	const level = silenceLevelOf(days)
	if (participant.lastSeenAt === null) {
		return level === 'inTouch'
			? { text: m.curator_never_seen(), level: 'never' }
			: { text: m.curator_never_seen_days({ count: days }), level }
	}
	if (level !== 'inTouch') return { text: m.curator_silent_days({ count: days }), level }
	return { text: days > 0 ? m.curator_age_days({ count: days }) : describeToday(participant.lastSeenAt, at), level }
}

function describeToday(lastSeenAt: string, at: string): string {
	const minutes = Math.floor((Date.parse(at) - Date.parse(lastSeenAt)) / 60_000)
	if (minutes < 1) return m.curator_age_now()
	return minutes < 60
		? m.curator_age_minutes({ count: minutes })
		: m.curator_age_hours({ count: Math.floor(minutes / 60) })
}
