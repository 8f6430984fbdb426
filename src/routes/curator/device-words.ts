/**
 * Says in words what a device reported, and when it was last in contact. A value that was not reported is shown as
 * unknown, never guessed.
 */
import { type SilenceLevel, silenceLevelOf, silentDays } from '#domain/silence.ts'
import { m } from '#lib/paraglide/messages.js'
import { aboutText, formatBytes } from '#lib/ui/format.ts'
import type { BoardDevice, BoardParticipant } from '#protocol/api/program.ts'

export interface DeviceFact {
	label: string
	value: string
	tone: 'plain' | 'warning' | 'unknown'
}

/** With less space a browser may soon refuse to store edits. */
const LITTLE_SPACE_BYTES = 50_000_000

/** `current`: this app's version. Another version is only called another, because its name says nothing to a person. */
export function describeDevice(
	{ unsent, isBehind, freeBytes, isPersisted, appVersion }: BoardDevice,
	current: string
): DeviceFact[] {
	return [
		fact(
			m.curator_device_unsent(),
			unsent,
			(count) => (count === 0 ? m.curator_device_sent() : m.curator_unsent({ count })),
			Boolean
		),
		fact(
			m.curator_device_received(),
			isBehind,
			(behind) => (behind ? m.curator_device_not_received() : m.curator_received()),
			Boolean
		),
		fact(m.curator_device_free(), freeBytes, formatBytes, (bytes) => bytes < LITTLE_SPACE_BYTES),
		fact(
			m.curator_device_kept(),
			isPersisted,
			(kept) => (kept ? m.curator_device_persisted() : m.curator_device_may_go()),
			() => false
		),
		fact(
			m.curator_device_version(),
			appVersion,
			(version) => (version === current ? m.curator_device_version_same() : m.curator_device_version_other()),
			() => false
		)
	]
}

function fact<Value>(
	label: string,
	said: Value | null,
	inWords: (value: Value) => string,
	isWorrying: (value: Value) => boolean
): DeviceFact {
	if (said === null) return { label, value: m.curator_device_unsaid(), tone: 'unknown' }
	return { label, value: inWords(said), tone: isWorrying(said) ? 'warning' : 'plain' }
}

/**
 * The time since a participant's device was in contact with the relay, in words. Ages are as of the moment when the
 * board was read.
 */
export interface Contact {
	text: string
	level: SilenceLevel | 'never'
}

export function describeContact(participant: BoardParticipant, at: string): Contact {
	if (participant.isOnline) return { text: m.curator_online(), level: 'inTouch' }
	const days = silentDays(participant.lastSeenAt, participant.startsOn, at)
	const level = silenceLevelOf(days)
	if (participant.lastSeenAt === null) {
		const text = participant.hasSignedIn ? m.curator_not_in_program() : m.curator_never_seen()
		if (level === 'inTouch') return { text, level: 'never' }
		return { text: aboutText([text, m.curator_days_since_start({ count: days })]), level }
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
