/** What a device said, in words. Whatever it did not say is called so: nothing here is guessed. */
import type { BoardDevice } from '#protocol/api/program.ts'
import { formatBytes } from '#lib/ui/bytes.ts'
import { m } from '#lib/paraglide/messages.js'

export interface DeviceFact {
	label: string
	value: string
	tone: 'plain' | 'warning' | 'unknown'
}

/** Below this a browser may soon refuse to keep what is written. */
const LITTLE_SPACE_BYTES = 50_000_000

/** `current`: the version on whose screen it is said; a version's own name tells a person nothing. */
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
